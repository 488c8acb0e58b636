'use client'
import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { number } from '@/components/words/operation-words'
import { PAGES, pageOf } from './pages'

/** The five pages: a column on a wide screen, a row that scrolls sideways on a phone. */
export function Nav() {
  const org = useOrgSlug()
  const current = pageOf(usePathname(), org)
  const { data: state } = useOrgState()
  const row = useRef<HTMLElement>(null)
  // The numbers widen the tabs before the current one.
  const layout = [current, state?.counts?.total, state?.openOperations].join()
  useEffect(() => {
    if (layout && row.current) seeCurrent(row.current)
  }, [layout])
  return (
    <nav
      ref={row}
      aria-label="Pages"
      className="flex gap-0.5 overflow-x-auto border-b px-2 py-1 sm:flex-col sm:overflow-visible sm:border-0 sm:px-2.5 sm:py-0"
    >
      <span className="hidden px-2.5 pt-1 pb-3 font-[650] tracking-tight sm:block">Console</span>
      {PAGES.map(({ path, name }) => (
        <Link
          key={name}
          href={`/${org}${path}`}
          prefetch={false}
          aria-current={name === current ? 'page' : undefined}
          className={`touch flex shrink-0 items-center justify-between gap-1.5 rounded-md px-2 py-1.5 sm:px-2.5 ${name === current ? 'bg-hover font-medium text-ink' : 'text-soft hover:text-ink'}`}
        >
          <Label name={name} />
          {name === 'Devices' && state?.counts && <span>{number(state.counts.total)}</span>}
          {name === 'Operations' && !!state?.openOperations && (
            <span className="rounded-full bg-wait-bg px-2 text-[12.5px] font-medium text-wait">
              {number(state.openOperations)}
              <span className="sr-only"> open</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}

/** Scrolls the row alone: scrollIntoView would scroll the page as well. */
function seeCurrent(row: HTMLElement): void {
  const tab = row.querySelector('[aria-current="page"]')
  if (!tab) return
  const [part, seen] = [tab.getBoundingClientRect(), row.getBoundingClientRect()]
  row.scrollLeft += scrollToSee({ start: part.left, end: part.right }, { start: seen.left, end: seen.right })
}

/** The name, pulsing while its page is on its way. */
function Label({ name }: { name: string }) {
  const { pending } = useLinkStatus()
  return <span className={pending ? 'pulse' : ''}>{name}</span>
}

type Span = { start: number; end: number }

/** How far a row has to be scrolled so that `part` of it is seen in `seen`; 0 where it is. Its beginning goes first; whole pixels. */
export function scrollToSee(part: Span, seen: Span): number {
  if (part.start < seen.start) return Math.floor(part.start - seen.start)
  return Math.ceil(Math.max(0, Math.min(part.end - seen.end, part.start - seen.start)))
}
