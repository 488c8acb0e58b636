import Link from 'next/link'
import { ORG_TONE } from '@/components/org/org-tone'
import { Ago } from '@/components/time/ago'
import { Pill } from '@/components/ui/pill'
import { number } from '@/components/words/operation-words'
import { orgStateWords } from '@/components/words/org-state-words'
import { capOf, type OrgOnPage } from '@/lib/domain/wire/all-orgs'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { CapBar } from './cap-bar'
import { TrendLine } from './trend-line'

/** One org: whether it runs, how many devices, how near its cap, the last day, how old that is. */
export function OrgItem({ org: { state, trend } }: { org: OrgOnPage }) {
  const { org, reading, role, authority } = state
  const words = orgStateWords(state)
  const { tone, icon } = ORG_TONE[words.tone]
  return (
    <li className="relative grid gap-x-5 gap-y-1.5 px-4 py-3 hover:bg-hover sm:grid-cols-[minmax(0,1.3fr)_minmax(0,1.5fr)_minmax(0,1.1fr)_minmax(4rem,0.7fr)] sm:items-center">
      <div className="min-w-0">
        <Link
          href={`/${org.slug}`}
          prefetch={false}
          className="font-semibold wrap-anywhere after:absolute after:inset-0 pointer-coarse:py-2.5"
        >
          <bdi>{org.name}</bdi>
        </Link>
        <p className="text-small wrap-anywhere text-soft">
          {org.name !== org.slug && `${org.slug} · `}
          {role} · {authority.name}
        </p>
      </div>
      <div className="min-w-0">
        <Pill tone={tone} icon={icon} className="max-w-full">
          <span className="truncate">{words.headline}</span>
        </Pill>
        {reading.error && <p className="text-small wrap-anywhere text-wait">{reading.error.detail}</p>}
      </div>
      <div className="min-w-0">
        <Devices state={state} />
      </div>
      <div className="flex min-w-0 items-center gap-3">
        <TrendLine values={trend.map(({ allowed }) => allowed)} />
        <span className="shrink-0 text-small whitespace-nowrap text-soft max-sm:ml-auto">
          {reading.readAt ? (
            <>
              read <Ago at={reading.readAt} side="end" />
            </>
          ) : (
            'not read yet'
          )}
        </span>
      </div>
    </li>
  )
}

function Devices({ state }: { state: OrgState }) {
  const { counts } = state
  if (!counts) return <span className="text-soft">devices not read yet</span>
  const cap = capOf(state)
  return (
    <>
      <p>
        {number(counts.active)} of {number(counts.total)} active
      </p>
      {'limit' in cap ? (
        <CapBar used={cap.used} limit={cap.limit} of={`the cap of ${number(cap.limit)}`} />
      ) : (
        <p className="text-small text-soft">{cap.state === 'none' ? 'no cap' : 'cap unknown'}</p>
      )}
    </>
  )
}
