/** Which kept confirmations are proven by a device key; and up to which event of keys of an authority the audit log has them. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table confirmations add column proven integer not null default 0',
  'create table key_event_marks (org_id text primary key references orgs(id), number bigint not null)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
