'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { number } from '@/components/words/operation-words'
import { hygieneQuery, viewHref } from '@/lib/client/api/hygiene-query'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { type HygieneKey, SILENT_DAYS, SILENT_DAYS_DEFAULT } from '@/lib/domain/selector/hygiene-views'
import type { Hygiene } from '@/lib/domain/wire/devices'

/** What each view is for. */
const WHY: Record<HygieneKey, string> = {
  new: 'Registered within the last 24 hours. Are they yours?',
  never: 'Registered, and never asked. While they are active they use the cap.',
  silent: 'Asked before, and not since. Probably gone.',
  lookalikes: 'Ids that a person could take for one another.',
}

/** Devices that need a look now and then, each group one review away from its clean-up. */
export function CleanUpCard() {
  const org = useOrgSlug()
  const [params, write] = useUrlState()
  const days = SILENT_DAYS.find((known) => String(known) === params.get('silent')) ?? SILENT_DAYS_DEFAULT
  const { data, error, refetch } = useQuery(hygieneQuery(org, days))
  if (error && !data) return <FailureNotice what="What could be cleaned up" error={error} retry={refetch} />
  return (
    <Card
      title="Clean up"
      className="print:hidden"
      aside={
        <label className="flex items-center gap-2">
          Silent for
          <select
            value={days}
            onChange={(event) => write({ silent: event.target.value })}
            className="touch rounded-box border border-edge bg-panel px-1.5 py-0.5 text-ink"
          >
            {SILENT_DAYS.map((choice) => (
              <option key={choice} value={choice}>
                {choice} days
              </option>
            ))}
          </select>
        </label>
      }
    >
      {data ? (
        <ul>
          {data.views.map((view) => (
            <ViewLine key={view.key} org={org} view={view} />
          ))}
        </ul>
      ) : (
        <Skeleton rows={4} label="Counting" />
      )}
    </Card>
  )
}

function ViewLine({ org, view: { key, name, selector, count } }: { org: string; view: Hygiene['views'][number] }) {
  const { data: state } = useOrgState()
  const some = count !== null && count > 0
  const act = (kind: 'revoke' | 'remove', text: string) => (
    <Link href={viewHref(org, selector, kind)} prefetch={false} className={buttonClass('plain', 'small')}>
      {text}
    </Link>
  )
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t px-4 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <Link
          href={viewHref(org, selector)}
          prefetch={false}
          className="font-medium underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink pointer-coarse:py-2.5"
        >
          {name}
        </Link>
        <p className="text-small text-soft">{WHY[key]}</p>
      </div>
      <span className="text-lead font-semibold">{count === null ? '–' : number(count)}</span>
      {some && (
        <span className="flex gap-2">
          {may(state, 'stop') && act('revoke', 'Review to revoke…')}
          {may(state, 'remove') && key !== 'new' && act('remove', 'Review to remove…')}
        </span>
      )}
    </li>
  )
}
