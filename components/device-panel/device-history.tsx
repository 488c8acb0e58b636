import { EventLine } from '@/components/activity/event-line'
import type { AuditEvent } from '@/lib/domain/audit'

/** The device's own record, newest first. */
export function DeviceHistory({ events, org }: { events: AuditEvent[]; org: string }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3>History</h3>
      {events.length === 0 ? (
        <p className="text-soft">Nothing was done with it from this console.</p>
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
