import { randomUUID } from 'node:crypto'
import type { AlarmRow, OperationRow } from '@/lib/store/rows/schema'

/**
 * The alarm for a stop that waited for its authority and was refused in the end: the person who requested it may not be looking
 * any more. Null for a refusal that is the first answer: that is on the person's screen.
 */
export function refusedAlarm(
  before: OperationRow['stop_status'],
  { id, org_id }: Pick<OperationRow, 'id' | 'org_id'>,
  now: number,
): AlarmRow | null {
  if (before !== 'queued' && before !== 'unknown') return null
  return {
    id: randomUUID(),
    org_id,
    kind: 'stop-refused',
    operation_id: id,
    device_id: null,
    raised_at: now,
    acknowledged_at: null,
    acknowledged_by: null,
  }
}
