import Link from 'next/link'
import { WordHelp } from '@/components/glossary/word-help'
import { StackedBar } from '@/components/ui/stacked-bar'
import { capWords } from '@/components/words/cap-words'
import type { GlossaryWord } from '@/components/words/glossary'
import { number } from '@/components/words/operation-words'
import { capUse } from '@/lib/domain/figures/cap-use'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** How many work, and how much of the cap is used. The state of the org and its age are in the header of every page. */
export function NumbersCard({ state }: { state: OrgState }) {
  const { counts, org } = state
  const to = (q: string) => `/${org.slug}/devices?q=${encodeURIComponent(q)}`
  const cells: { name: string; value: number | undefined; href?: string; word?: GlossaryWord }[] = [
    { name: 'Allowed to work', value: counts?.allowed, word: 'allowed to work' },
    { name: 'Running', value: counts?.running, word: 'running' },
    { name: 'Active', value: counts?.active, href: to('status:active'), word: 'active' },
    { name: 'Revoked', value: counts?.revoked, href: to('status:revoked') },
  ]
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-box border bg-line md:grid-cols-4 xl:grid-cols-[repeat(4,minmax(0,1fr))_minmax(0,2fr)]">
      {cells.map(({ name, value, href, word }) => (
        <div key={name} className={CELL}>
          <dt className="relative z-10 w-fit text-small text-soft">
            {name} {word && <WordHelp words={[word]} />}
          </dt>
          <dd className="text-title leading-7 font-semibold">
            {value === undefined ? UNKNOWN : <Value value={value} href={href} name={name} />}
          </dd>
        </div>
      ))}
      <CapCell state={state} />
    </dl>
  )
}

const CELL = 'relative flex min-w-0 flex-col-reverse justify-end bg-panel px-3 py-2 sm:px-4'
const UNKNOWN = <span className="text-base font-normal text-faint">unknown</span>

function Value({ value, href, name }: { value: number; href?: string; name: string }) {
  if (!href) return number(value)
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`${name}: ${number(value)}. Show them`}
      className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink after:absolute after:inset-0"
    >
      {number(value)}
    </Link>
  )
}

/** The cap as one bar: how much of it is used, what is left. Full is a word too: amber alone would say nothing. */
function CapCell({ state: { cap, counts } }: { state: OrgState }) {
  const use = capUse(cap, counts?.active)
  const { used, share, left } = capWords(use)
  return (
    <div className={`${CELL} col-span-2 md:col-span-4 xl:col-span-1`}>
      <dt className="flex flex-wrap items-center justify-between gap-x-3 text-small text-soft">
        <span>
          Cap <WordHelp words={['cap']} />
        </span>
        <span>{left}</span>
      </dt>
      <dd className="flex min-h-7 items-center gap-3">
        <span className="text-title font-semibold whitespace-nowrap">
          {share === null ? <span className="text-base font-normal text-faint">{used}</span> : used}
        </span>
        {share !== null && 'limit' in use && (
          <>
            <span className="min-w-0 flex-1">
              <StackedBar
                label={`${share} of the cap used`}
                parts={[
                  {
                    value: Math.min(use.used, use.limit) || 0,
                    className: use.state === 'free' ? 'fill-ink' : 'fill-wait',
                  },
                  { value: Math.max(0, use.limit - use.used), className: 'fill-off-bg' },
                ]}
              />
            </span>
            <span className="text-base whitespace-nowrap text-soft">{share}</span>
          </>
        )}
      </dd>
    </div>
  )
}
