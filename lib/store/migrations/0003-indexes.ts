/** Indexes for what pages query again and again, so that an old record does not make them slower. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'create index audit_events_by_person on audit_events (org_id, user_id, sequence)',
  'create index audit_events_by_kind on audit_events (org_id, kind, sequence)',
  'create index audit_events_by_time on audit_events (org_id, at)',
  'create index operations_by_stop on operations (org_id, stop_status)',
  'create index operations_by_selection on operations (selection_id)',
  'create index alarms_by_operation on alarms (operation_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
