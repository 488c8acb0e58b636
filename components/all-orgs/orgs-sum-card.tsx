import type { ReactNode } from 'react'
import { number } from '@/components/words/operation-words'
import { type OrgsSum, sumOrgs } from '@/lib/domain/wire/all-orgs'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { CapBar } from './cap-bar'

/** What all orgs add up to, and what of it is left out or old. */
export function OrgsSumCard({ states }: { states: readonly OrgState[] }) {
  const sum = sumOrgs(states)
  return (
    <section aria-label="All orgs together" className="flex flex-col gap-1.5">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-box border bg-line md:grid-cols-5">
        <Cell name="Orgs">{number(sum.orgs)}</Cell>
        <Cell name="Active devices">
          {number(sum.active)} <span className="text-base font-normal text-soft">of {number(sum.total)}</span>
        </Cell>
        <Cell name="Stopped orgs">{number(sum.stopped)}</Cell>
        <Cell name="Contradicted devices" isAlarm={sum.contradicted > 0}>
          {number(sum.contradicted)}
        </Cell>
        <Cell name="Caps used" wide>
          {sum.cap ? (
            <span className="flex items-center gap-3">
              {number(sum.cap.used)} <CapBar {...sum.cap} of="all caps" />
            </span>
          ) : (
            <span className="text-base font-normal text-soft">no cap</span>
          )}
        </Cell>
      </dl>
      <Reservations sum={sum} />
    </section>
  )
}

type CellProps = { name: string; isAlarm?: boolean; wide?: boolean; children: ReactNode }

const Cell = ({ name, isAlarm = false, wide = false, children }: CellProps) => (
  <div
    className={`flex min-w-0 flex-col-reverse justify-end bg-panel px-3 py-2 sm:px-4 ${wide ? 'max-md:col-span-2' : ''}`}
  >
    <dt className="text-small text-soft">{name}</dt>
    <dd className={`text-title leading-7 font-semibold ${isAlarm ? 'text-stop' : ''}`}>{children}</dd>
  </div>
)

function Reservations({ sum: { without, old } }: { sum: OrgsSum }) {
  if (without.length + old.length === 0) return null
  return (
    <p className="text-small text-wait">
      {without.length > 0 && `Without ${without.join(', ')}: not read yet. `}
      {old.length > 0 && `With what was last known of ${old.join(', ')}.`}
    </p>
  )
}
