import Link from 'next/link'
import { EventLine } from '@/components/activity/event-line'
import { stopInForce } from '@/components/org/org-stopped'
import { useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import type { AuditEvent } from '@/lib/domain/audit'

/** The device's own record, newest first; before it the stop of the whole org that it is under. */
export function DeviceHistory({ events, org }: { events: AuditEvent[]; org: string }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3>History</h3>
      <UnderOrgStop org={org} />
      {events.length === 0 ? (
        <p className="text-soft">Nothing was done to this device alone from this console.</p>
      ) : (
        <ol className="flex flex-col gap-2">
          {events.map((event) => (
            <li key={event.id}>
              <EventLine event={event} org={org} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function UnderOrgStop({ org }: { org: string }) {
  const { data: state } = useOrgState()
  const stop = stopInForce(state)
  if (!stop) return null
  return (
    <p>
      <Link
        href={`/${org}/operations/${stop.operationId}`}
        prefetch={false}
        className="underline underline-offset-2 pointer-coarse:py-2.5"
      >
        The whole org was stopped
      </Link>{' '}
      by <bdi>{stop.by.name}</bdi>, <Ago at={stop.acceptedAt ?? stop.requestedAt} />
    </p>
  )
}
