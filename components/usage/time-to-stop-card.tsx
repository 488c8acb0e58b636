'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { useOrgSlug } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { devices, number } from '@/components/words/operation-words'
import { timeToStopQuery, type UsageView } from '@/lib/client/api/usage-query'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { TimeToStop } from '@/lib/domain/wire/usage'

/** How long a stop takes to reach the devices of each role: half of them, and nine of ten. */
export function TimeToStopCard({ view }: { view: UsageView }) {
  const org = useOrgSlug()
  const { data, error, refetch } = useQuery(timeToStopQuery(org, view))
  if (error && !data) return <FailureNotice what="The time to stop" error={error} retry={refetch} />
  return (
    <Card title={`Time to stop, by ${data?.part ?? 'role'}`}>
      {data ? <TimeToStopTable times={data} /> : <Skeleton rows={4} label="Loading the time to stop" />}
    </Card>
  )
}

/** The same as a table with its bars. */
export function TimeToStopTable({ times: { values, leftOut, devices: counted, isCut } }: { times: TimeToStop }) {
  if (values.length === 0)
    return (
      <p className="px-4 pb-4 text-soft">
        No stop of this time was confirmed by a device with its time. From the next one on, each role shows how long it
        takes until it is denied.
      </p>
    )
  const top = values.reduce((most, { p90Ms }) => Math.max(most, p90Ms), 1)
  return (
    <div className="px-4 pb-3">
      <table className="w-full">
        <thead className="text-left text-small text-faint">
          <tr>
            <th className="py-1 pr-3 font-medium">Role</th>
            <th className="w-1/2 py-1 font-medium max-sm:hidden">
              <span className="sr-only">Picture</span>
            </th>
            <th className="py-1 pl-3 text-right font-medium">Half within</th>
            <th className="py-1 pl-3 text-right font-medium">90 % within</th>
            <th className="py-1 pl-3 text-right font-medium max-sm:hidden">Denied</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, devices: count, medianMs, p90Ms }) => (
            <tr key={value} className="border-t">
              <th scope="row" className="max-w-40 truncate py-1.5 pr-3 text-left font-normal" title={value}>
                <bdi>{value}</bdi>
              </th>
              <td className="py-1.5 max-sm:hidden">
                <span aria-hidden className="relative block h-2.5">
                  <span
                    className="absolute inset-y-0 left-0 rounded-tight bg-off-bg"
                    style={{ width: `${(100 * p90Ms) / top}%` }}
                  />
                  <span
                    className="absolute inset-y-0 left-0 min-w-0.5 rounded-tight bg-edge"
                    style={{ width: `${(100 * medianMs) / top}%` }}
                  />
                </span>
              </td>
              <td className="py-1.5 pl-3 text-right whitespace-nowrap">{formatSpacing(medianMs)}</td>
              <td className="py-1.5 pl-3 text-right whitespace-nowrap">{formatSpacing(p90Ms)}</td>
              <td className="py-1.5 pl-3 text-right max-sm:hidden">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="pt-2 text-small text-faint">
        From the acceptance of a stop to the first no, by the authority’s clock; {devices(counted)}
        {isCut ? ', the newest' : ''}.{leftOut > 0 ? ` ${number(leftOut)} more are faster.` : ''}
      </p>
    </div>
  )
}
