import type { AuditEventRow } from '../rows/audit-rows'
import type { Db } from '../rows/db'

export type ChangeEvent = Pick<AuditEventRow, 'sequence' | 'org_id' | 'kind'>

/** What was recorded since an event, in order. */
export const eventsAfter = (db: Db, sequence: number, limit: number): Promise<ChangeEvent[]> =>
  db
    .selectFrom('audit_events')
    .select(['sequence', 'org_id', 'kind'])
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute()
