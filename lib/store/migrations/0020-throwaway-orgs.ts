/** Throwaway orgs, whose whole stop may be rehearsed; and which operations are rehearsals. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table orgs add column throwaway_since bigint',
  'alter table operations add column rehearsal integer not null default 0',
  'update operations set rehearsal = 1 where id in (select operation_id from rehearsals)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
