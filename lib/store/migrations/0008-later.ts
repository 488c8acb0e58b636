/** Operations that begin later, and restores that go step by step. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table operations add column start_at bigint',
  'alter table operations add column staged integer not null default 0',
  'alter table operation_items add column step integer not null default 0',
  "create index operations_due on operations (start_at) where state = 'scheduled'",
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
