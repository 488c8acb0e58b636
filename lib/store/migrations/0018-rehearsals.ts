/** Rehearsals: revokes of one device, made to see that its agent stops, and to be taken back. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table rehearsals (
    operation_id text primary key references operations(id), org_id text not null references orgs(id), device_id text not null)`,
  'create index rehearsals_of_org on rehearsals (org_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
