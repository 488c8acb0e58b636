/** Alarms: what contradicts a stop, until a person acknowledges it. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table alarms (
    id text primary key, org_id text not null references orgs(id), kind text not null, operation_id text not null,
    device_id text, raised_at bigint not null, acknowledged_at bigint, acknowledged_by text)`,
  `create index alarms_open on alarms (org_id, acknowledged_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
