/** Makes an empty database the target of one file, or finds that it is already. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'
import { MIGRATIONS } from '../open/migrations'
import { openStore } from '../open/open-store'
import type { PostgresLocation } from '../postgres/postgres-location'
import { LOCK_STATEMENT } from '../postgres/statements'
import { COPY_TABLE, readStoreCopy, type StoreCopy } from '../postgres/store-copy'
import type { FileTable } from './file-tables'

/** So long a connection of a program that was killed may go on, in ms. */
const LEAVES_WITHIN_MS = 3_000
const LOOK_EVERY_MS = 100

/** Any number that no other program takes in this database. */
const COPY_LOCK = 7_203_184_552

export type Target = { location: PostgresLocation; what: string; client: Client }

const refusal = (what: string, todo: string) => new AppError('internal', `${what} Nothing was changed. ${todo}`)

/** Holds until the connection ends. @throws AppError `internal` while another copy goes on, or a console uses the database. */
export async function requireAlone({ client, what }: Target): Promise<void> {
  const isAlone = async (text: string) => (await client.query<{ ok: number }>(text)).rows[0]?.ok === 1
  if (!(await within(() => isAlone(`select pg_try_advisory_lock(${COPY_LOCK}) as ok`))))
    throw refusal(`Another copy into ${what} is under way.`, 'Let it end, or end it and run this again.')
  const noConsole = `select count(*) = 0 as ok from pg_stat_activity
    where datname = current_database() and application_name = 'machineid-console'`
  if (!(await within(() => isAlone(noConsole))))
    throw refusal(`A console is connected to ${what}.`, 'End it, or name another database in DATABASE_URL.')
}

async function within(isTrue: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + LEAVES_WITHIN_MS; ; await delay(LOOK_EVERY_MS)) {
    if (await isTrue()) return true
    if (Date.now() >= until) return false
  }
}

const TABLES = 'select table_name as name from information_schema.tables where table_schema = current_schema()'

/**
 * What the database holds of a copy; null where it is empty.
 * @throws AppError `internal` where it has data that no copy brought, or a schema that an unfinished copy of this version does not have.
 */
export async function stateOfTarget({ client, what }: Target, tables: readonly FileTable[]): Promise<StoreCopy | null> {
  const names = new Set((await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name))
  if (names.has(COPY_TABLE)) {
    const copy = await readStoreCopy(client)
    if (copy && !copy.completedAt) await requireSameSchema(client, what)
    if (copy) return copy
  }
  // Tables of something else are refused where the schema is made.
  if (names.has('kysely_migration'))
    await requireEmpty(
      client,
      what,
      [...tables.map(({ name }) => name), 'leases'].filter((name) => names.has(name)),
    )
  return null
}

async function requireEmpty(client: Client, what: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { rows } = await client.query(`select 1 from "${name}" limit 1`)
    if (rows.length > 0)
      throw refusal(
        `${what} has data already, of a console that was started on it.`,
        'Name an empty database in DATABASE_URL.',
      )
  }
}

async function requireSameSchema(client: Client, what: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  if (rows.map(({ name }) => name).join() !== Object.keys(MIGRATIONS.postgres).join())
    throw refusal(
      `${what} holds a part of a copy that another version began.`,
      'Go on with that version, or name an empty database in DATABASE_URL.',
    )
}

/** Makes the schema and the mark of a copy that begins; from here on no console starts on the database. */
export async function beginCopy(target: Target, tables: readonly FileTable[], digest: string): Promise<void> {
  const { client, location, what } = target
  await (await openStore(location)).close()
  await transaction(client, async () => {
    await requireEmpty(client, what, [...tables.map(({ name }) => name), 'leases'])
    await client.query(
      `create table if not exists ${COPY_TABLE} (digest text not null, started_at bigint not null, completed_at bigint)`,
    )
    await client.query(`insert into ${COPY_TABLE} (digest, started_at) values ($1, $2)`, [digest, Date.now()])
  })
}

/** Empties what an unfinished copy brought. */
export const beginAgain = ({ client }: Target, tables: readonly FileTable[], digest: string): Promise<void> =>
  transaction(client, async () => {
    await client.query(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')} cascade`)
    await client.query(`update ${COPY_TABLE} set digest = $1, started_at = $2`, [digest, Date.now()])
  })

export const completeCopy = (client: Client): Promise<void> =>
  transaction(client, async () => {
    await client.query(`update ${COPY_TABLE} set completed_at = $1`, [Date.now()])
  })

async function transaction(client: Client, run: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await client.query(LOCK_STATEMENT)
    await run()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
