/**
 * A PostgreSQL database, which several consoles may share. One connection writes, others read, and a long reading has one of its
 * own.
 */
import { Kysely, PostgresDriver, sql } from 'kysely'
import { Client, Pool } from 'pg'
import { clientConfig } from '../postgres/client-config'
import { type CommitMarks, newCommitMarks } from '../postgres/commit-marks'
import { postgresDialect } from '../postgres/dialect'
import { oneClientPool } from '../postgres/one-client-pool'
import { openingFault } from '../postgres/postgres-fault'
import type { PostgresLocation } from '../postgres/postgres-location'
import { prepareWriter } from '../postgres/prepare-writer'
import { WriteDriver } from '../postgres/write-driver'
import { createWriterTurns } from '../postgres/writer-turns'
import type { Db, Store } from '../rows/db'
import type { Database } from '../rows/schema'
import { ConsoleDb } from './console-db'
import { migrate } from './migrate'
import { POSTGRES_MIGRATIONS } from './migrations'
import { readFrozen } from './read-frozen'
import { nameOfStore } from './store-location'
import { createStore } from './store-of-handles'

/** Connections for reading. A page uses two or three at once. */
const READERS = 8

const FROZEN = 'begin isolation level repeatable read read only'

export type PostgresOptions = {
  now?: () => number
  readers?: number
  /** The server does not have what it had acknowledged: it was replaced by one that lagged. */
  onLoss?: () => void
}

export async function openPostgresStore(location: PostgresLocation, options: PostgresOptions): Promise<Store> {
  const what = nameOfStore(location)
  const marks: CommitMarks = newCommitMarks()
  const turns = createWriterTurns(clientConfig(location), (client) =>
    prepareWriter(client, marks, what, options.onLoss),
  )
  const db = new ConsoleDb({ dialect: postgresDialect(new WriteDriver(turns, marks)) }, options.now)
  try {
    // A fault of the first connection is that of the start.
    const { end } = await turns.take()
    end()
  } catch (error) {
    await db.destroy()
    throw openingFault(error, what)
  }
  await migrate(db, POSTGRES_MIGRATIONS, what)
  const reads = openReaders(location, options.readers ?? READERS)
  return createStore({
    db,
    reads,
    frozen: (read) => readFrozenPostgres(location, read),
    async bytes() {
      const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(reads)
      return rows[0]?.bytes ?? 0
    },
  })
}

function openReaders(location: PostgresLocation, max: number): Db {
  const pool = new Pool({ ...clientConfig(location), max })
  // An idle connection that breaks is replaced when one is needed.
  pool.on('error', () => undefined)
  return new Kysely<Database>({ dialect: postgresDialect(new PostgresDriver({ pool })) })
}

/** Reads one moment of a database on a connection of its own. */
export async function readFrozenPostgres<Result>(
  location: PostgresLocation,
  read: (db: Db) => Promise<Result>,
): Promise<Result> {
  const client = new Client(clientConfig(location, { long: true }))
  client.on('error', () => undefined)
  await client.connect()
  return readFrozen(postgresDialect(new PostgresDriver({ pool: oneClientPool(client) })), FROZEN, read)
}
