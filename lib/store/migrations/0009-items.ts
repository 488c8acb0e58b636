/**
 * Items lie in the order of their operation, and so does their one index: ten thousand of them are written to neighbouring
 * pages. An index by device alone spread every operation over pages of all that came before.
 */
import { type Kysely, sql } from 'kysely'

const COLUMNS =
  'device_id, outcome, before, accepted_at, accepted_revision, code, message, request_id, updated_at, step'

const STATEMENTS = [
  `create table items_in_order (
    operation_id text not null references operations(id), position integer not null, device_id text not null,
    outcome text not null, before text not null, accepted_at bigint, accepted_revision bigint, code text, message text, request_id text,
    updated_at bigint not null, step integer not null default 0, primary key (operation_id, position)) without rowid`,
  `insert into items_in_order (operation_id, position, ${COLUMNS})
    select operation_id, row_number() over (partition by operation_id order by position, device_id) - 1, ${COLUMNS}
    from operation_items`,
  'drop table operation_items',
  'alter table items_in_order rename to operation_items',
  'create unique index operation_items_by_device on operation_items (operation_id, device_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
