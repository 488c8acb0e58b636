import { EventLine } from '@/components/activity/event-line'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import type { AuditEvent } from '@/lib/domain/audit'
import { OPERATION_EVENTS_MAX } from '@/lib/domain/limits'

/** As many as the page gets. */

/** What the record holds of one operation, newest first. */
export function RecordCard({ org, id, audit }: { org: string; id: string; audit: readonly AuditEvent[] }) {
  return (
    <Card title="Record">
      <ScrollRegion label="Record of this operation" className="max-h-[28rem] overflow-y-auto px-4 pb-4">
        {audit.length === 0 && <p className="text-soft">Nothing of it is recorded.</p>}
        <ol className="flex flex-col gap-2.5">
          {audit.map((event) => (
            <li key={event.id}>
              <EventLine event={event} org={org} here={id} />
            </li>
          ))}
        </ol>
        {audit.length >= OPERATION_EVENTS_MAX && (
          <p className="pt-2.5 text-small text-soft">
            The newest {number(OPERATION_EVENTS_MAX)}; older ones are in the activity and in its files.
          </p>
        )}
      </ScrollRegion>
    </Card>
  )
}
