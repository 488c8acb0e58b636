/** Fences: revokes that stay in force, and revoke devices that match later. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table fences (
    operation_id text primary key references operations(id), org_id text not null references orgs(id), selector text not null,
    placed_at bigint not null, ends_at bigint, remind_at bigint, reminded_at bigint, ended_at bigint, lifted_at bigint)`,
  'create index fences_open on fences (org_id) where lifted_at is null',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
