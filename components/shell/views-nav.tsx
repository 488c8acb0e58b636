'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { useOrgSlug } from '@/components/org/use-org'
import { number } from '@/components/words/operation-words'
import { hygieneQuery, viewHref } from '@/lib/client/api/hygiene-query'
import { SILENT_DAYS_DEFAULT } from '@/lib/domain/selector/hygiene-views'

/** Views of the devices with how many each has, in the column of a wide screen; a phone has them in a menu of the device list. */
export function ViewsNav() {
  const org = useOrgSlug()
  const pathname = usePathname()
  const params = useSearchParams()
  const { data } = useQuery(hygieneQuery(org, SILENT_DAYS_DEFAULT))
  if (!data) return null
  const shown = pathname === `/${org}/devices` ? params.get('q') : null
  return (
    <nav aria-label="Views of the devices" className="flex flex-col gap-0.5 px-2.5 py-1 max-sm:hidden">
      <p aria-hidden className="px-2.5 pt-2 pb-0.5 text-small text-faint">
        Views
      </p>
      {data.views.map(({ key, name, selector, count }) => (
        <Link
          key={key}
          href={viewHref(org, selector)}
          prefetch={false}
          aria-current={selector === shown ? 'page' : undefined}
          className="touch flex items-center gap-2 rounded-box px-2.5 py-1 text-small text-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          <span className="min-w-0 truncate">{name}</span>
          {count !== null && <span className="ml-auto text-faint">{number(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
