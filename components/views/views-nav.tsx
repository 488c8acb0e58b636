'use client'
import { CircleAlert, User, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { useOrgSlug } from '@/components/org/use-org'
import { number } from '@/components/words/operation-words'
import { viewHref } from '@/lib/client/api/hygiene-query'
import { type ListedView, useViews } from './use-views'

/** Views of the devices with how many each has, in the column of a wide screen; a phone has them in a menu of the device list. */
export function ViewsNav() {
  const org = useOrgSlug()
  const pathname = usePathname()
  const params = useSearchParams()
  const views = useViews(org)
  if (views.length === 0) return null
  const shown = pathname === `/${org}/devices` ? params.get('q') : null
  return (
    <nav aria-label="Views of the devices" className="flex flex-col gap-0.5 px-2.5 py-1 max-sm:hidden">
      <p aria-hidden className="px-2.5 pt-2 pb-0.5 text-small text-faint">
        Views
      </p>
      {views.map((view) => (
        <Link
          key={view.key}
          href={viewHref(org, view.selector)}
          prefetch={false}
          aria-current={view.selector === shown ? 'page' : undefined}
          title={view.fault ?? view.name}
          className="touch flex items-center gap-2 rounded-box px-2.5 py-1 text-small text-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          <bdi className="min-w-0 truncate">{view.name}</bdi>
          <Kept view={view} />
          {view.count !== null && <span className="ml-auto text-faint">{number(view.count)}</span>}
          {view.fault && (
            <span className="ml-auto text-wait">
              <CircleAlert aria-hidden className="size-3.5" />
              <span className="sr-only">{view.fault}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}

/** Whether it is one's own or shared. */
function Kept({ view: { saved } }: { view: ListedView }) {
  if (!saved) return null
  const Icon = saved.shared ? Users : User
  return (
    <span className="shrink-0 text-faint">
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">{saved.shared ? 'shared' : 'yours'}</span>
    </span>
  )
}
