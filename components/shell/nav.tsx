'use client'
import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { number } from '@/components/words/operation-words'
import { PAGES, type PageName, pageOf } from './pages'

/** The five pages: a column on a wide screen, a bar at the bottom of a phone. */
export function Nav() {
  const org = useOrgSlug()
  const current = pageOf(usePathname(), org)
  return (
    <nav
      aria-label="Pages"
      className="grid grid-cols-5 px-1 sm:flex sm:flex-col sm:gap-0.5 sm:overflow-y-auto sm:px-2.5 sm:py-1"
    >
      {PAGES.map(({ path, name, icon: Icon }) => (
        <Link
          key={name}
          href={`/${org}${path}`}
          prefetch={false}
          aria-current={name === current ? 'page' : undefined}
          className="group touch relative flex min-w-0 flex-col items-center justify-center gap-0.5 rounded-box py-1 text-tiny text-soft hover:text-ink aria-[current]:font-medium aria-[current]:text-ink sm:flex-row sm:justify-start sm:gap-2.5 sm:px-2.5 sm:py-1.5 sm:text-base sm:hover:bg-hover sm:aria-[current]:bg-hover"
        >
          <Icon
            aria-hidden
            strokeWidth={1.75}
            className="size-[22px] shrink-0 sm:size-[17px] sm:text-faint sm:group-aria-[current]:text-ink"
          />
          <Label name={name} />
          <Count of={name} />
        </Link>
      ))}
    </nav>
  )
}

/** How many devices there are, and how many operations are under way; on a phone only the second, at the icon. */
function Count({ of }: { of: PageName }) {
  const { data: state } = useOrgState()
  if (of === 'Devices' && state?.counts)
    return <span className="max-sm:sr-only sm:ml-auto sm:text-small sm:text-faint">{number(state.counts.total)}</span>
  if (of !== 'Operations' || !state?.openOperations) return null
  return (
    <span className="absolute top-0 left-1/2 ml-2 min-w-4 rounded-full bg-wait-bg px-1 text-center text-tiny font-semibold text-wait sm:static sm:ml-auto sm:px-2 sm:text-small">
      {number(state.openOperations)}
      <span className="sr-only"> open</span>
    </span>
  )
}

/** The name, pulsing while its page is on its way. */
function Label({ name }: { name: string }) {
  const { pending } = useLinkStatus()
  return <span className={`max-w-full truncate ${pending ? 'pulse' : ''}`}>{name}</span>
}
