import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { DATABASE_NOW, LOCK_STATEMENT } from './statements'

/** `console`: does what no two may do, in turns with other consoles. `task`: a command from a terminal. */
export type WriterKind = 'console' | 'task'

export type WriterName = { kind: WriterKind; name: string; version: string }

const REGISTER = `insert into writers (id, kind, name, version, started_at, seen_at, mark)
  values ($1, $2, $3, $4, ${DATABASE_NOW}, ${DATABASE_NOW}, 0)`
/** Rows of writers that ended so long ago are of no use, in ms. */
const KEPT_MS = 30 * 86_400_000
const FORGET = `delete from writers where coalesce(ended_at, case when kind = 'task' then seen_at end) < ${DATABASE_NOW} - ${KEPT_MS}`
const END_ALL_NAMED = `update writers set ended_at = ${DATABASE_NOW} where name = $1 and ended_at is null`
const END = `update writers set ended_at = ${DATABASE_NOW} where id = $1 and ended_at is null`

/** A row for a program that opens the store. @returns its id. */
export async function registerWriter(client: Client, { kind, name, version }: WriterName): Promise<string> {
  const id = randomUUID()
  await Promise.all([
    client.query('begin'),
    client.query(LOCK_STATEMENT),
    client.query(FORGET),
    // Two that live cannot have the same name: the earlier one has ended without saying so.
    client.query(`${END_ALL_NAMED} and kind = 'console'`, [kind === 'console' ? name : '']),
    client.query(REGISTER, [id, kind, name, version]),
    client.query('commit'),
  ])
  return id
}

/** What it did may be taken over at once. */
export const endWriter = (client: Client, id: string): Promise<unknown> =>
  Promise.all([client.query('begin'), client.query(LOCK_STATEMENT), client.query(END, [id]), client.query('commit')])
