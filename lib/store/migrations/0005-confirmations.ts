/** What confirmed a stop, kept when it ends over a device: the next validate after the resume would hide it. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table confirmations (
    operation_id text not null references operations(id), device_id text not null, code text not null,
    at bigint, revision bigint, request_id text, primary key (operation_id, device_id))`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
