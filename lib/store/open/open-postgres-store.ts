/**
 * A PostgreSQL database, which several consoles may share. One connection writes, others read, and a long reading has one of its
 * own.
 */
import { Kysely, PostgresDriver, sql } from 'kysely'
import { Client, Pool } from 'pg'
import { clientConfig } from '../postgres/client-config'
import type { CommitMark } from '../postgres/commit-mark'
import { createCommitSignals } from '../postgres/commit-signals'
import { postgresDialect } from '../postgres/dialect'
import { oneClientPool } from '../postgres/one-client-pool'
import { openingFault } from '../postgres/postgres-fault'
import type { PostgresLocation } from '../postgres/postgres-location'
import { prepareWriter } from '../postgres/prepare-writer'
import { endWriter, registerWriter, type WriterName } from '../postgres/register-writer'
import { WriteDriver } from '../postgres/write-driver'
import { createWriterTurns, type WriterTurns } from '../postgres/writer-turns'
import type { Db, Store } from '../rows/db'
import type { Database } from '../rows/schema'
import { ConsoleDb } from './console-db'
import { migrate } from './migrate'
import { MIGRATIONS } from './migrations'
import { readFrozen } from './read-frozen'
import { nameOfStore } from './store-location'
import { createStore } from './store-of-handles'

/** Connections for reading. A page uses two or three at once. */
const READERS = 8

const FROZEN = 'begin isolation level repeatable read read only'

export type PostgresOptions = {
  now?: () => number
  writer?: WriterName
  /** The server does not have what it had acknowledged: it was replaced by one that lagged. */
  onLoss?: () => void
  /** Another console took this program for dead: it writes nothing any more. */
  onEnded?: () => void
}

const UNNAMED: WriterName = { kind: 'task', name: 'unnamed', version: '' }

export async function openPostgresStore(location: PostgresLocation, options: PostgresOptions): Promise<Store> {
  const { now, writer = UNNAMED, onLoss, onEnded } = options
  const what = nameOfStore(location)
  const mark: CommitMark = { writerId: '', last: 0 }
  const turns = createWriterTurns(clientConfig(location), (client) => prepareWriter(client, { what, mark, onLoss }))
  try {
    // A fault of the first connection is that of the start.
    await inTurn(turns, async () => undefined)
    await migrate(new Kysely({ dialect: postgresDialect(new WriteDriver({ turns })) }), MIGRATIONS.postgres, what)
    mark.writerId = await inTurn(turns, (client) => registerWriter(client, writer))
  } catch (error) {
    await turns.close().catch(() => undefined)
    throw openingFault(error, what)
  }
  const db = new ConsoleDb({ dialect: postgresDialect(new WriteDriver({ turns, mark, onEnded })) }, now)
  const reads = openReaders(location)
  const signals = createCommitSignals(clientConfig(location, { long: true }))
  const store = createStore({
    writerId: mark.writerId,
    onCommit: signals.onCommit,
    db,
    reads,
    frozen: (read) => readFrozenPostgres(location, read),
    async bytes() {
      const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(reads)
      return rows[0]?.bytes ?? 0
    },
  })
  return {
    ...store,
    async close() {
      // Where the database is away, others see by themselves that this one has ended.
      await inTurn(turns, (client) => endWriter(client, mark.writerId)).catch(() => undefined)
      await signals.close()
      await store.close()
      // Kysely closes what it has used, and nothing else.
      await turns.close()
    },
  }
}

async function inTurn<Result>(turns: WriterTurns, run: (client: Client) => Promise<Result>): Promise<Result> {
  const { client, end } = await turns.take()
  try {
    return await run(client)
  } finally {
    end()
  }
}

function openReaders(location: PostgresLocation): Db {
  const pool = new Pool({ ...clientConfig(location), max: READERS })
  // An idle connection that breaks is replaced when one is needed.
  pool.on('error', () => undefined)
  // One that breaks in the hands of a reader fails its query, and is no fault of the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
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
