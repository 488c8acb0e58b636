/**
 * Opens the console's one database file. A newer schema, or a file that is no database, is refused with a sentence; nothing
 * is ever started over by itself. The console uses two connections, each in a thread of its own: writes take turns on the
 * first, and reads on the second never wait for them.
 */
import { statSync } from 'node:fs'
import { CompiledQuery, Kysely, Migrator } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import { ConsoleDb } from './console-db'
import { up as main } from './migrations/0001-main'
import { up as alarms } from './migrations/0002-alarms'
import { up as indexes } from './migrations/0003-indexes'
import { up as liveHolds } from './migrations/0004-live-holds'
import { up as confirmations } from './migrations/0005-confirmations'
import { up as auditChain } from './migrations/0006-audit-chain'
import { up as fences } from './migrations/0007-fences'
import { up as later } from './migrations/0008-later'
import { up as items } from './migrations/0009-items'
import { up as finalStates } from './migrations/0010-final-states'
import { up as listedIds } from './migrations/0011-listed-ids'
import { up as starts } from './migrations/0012-starts'
import { up as knownNetworks } from './migrations/0013-known-networks'
import { up as runbooks } from './migrations/0014-runbooks'
import { up as usageSpread } from './migrations/0015-usage-spread'
import { up as savedViews } from './migrations/0016-saved-views'
import { up as notes } from './migrations/0017-notes'
import { up as rehearsals } from './migrations/0018-rehearsals'
import { up as team } from './migrations/0019-team'
import { up as throwawayOrgs } from './migrations/0020-throwaway-orgs'
import { up as keyRotations } from './migrations/0021-key-rotations'
import { up as deviceKeys } from './migrations/0022-device-keys'
import { up as noteAuthors } from './migrations/0023-note-authors'
import type { Db, Store } from './rows/db'
import type { Database } from './rows/schema'
import type { SqliteConnection } from './sqlite/connection'
import { sqliteDialect } from './sqlite/dialect'
import { openLocalConnection } from './sqlite/local-connection'
import { openWorkerConnection } from './sqlite/worker-connection'

/** How long a stop waits for its row before it is sent without it, in ms. */
export const STORE_WAIT_MS = 200

const MIGRATIONS = {
  '0001-main': { up: main },
  '0002-alarms': { up: alarms },
  '0003-indexes': { up: indexes },
  '0004-live-holds': { up: liveHolds },
  '0005-confirmations': { up: confirmations },
  '0006-audit-chain': { up: auditChain },
  '0007-fences': { up: fences },
  '0008-later': { up: later },
  '0009-items': { up: items },
  '0010-final-states': { up: finalStates },
  '0011-listed-ids': { up: listedIds },
  '0012-starts': { up: starts },
  '0013-known-networks': { up: knownNetworks },
  '0014-runbooks': { up: runbooks },
  '0015-usage-spread': { up: usageSpread },
  '0016-saved-views': { up: savedViews },
  '0017-notes': { up: notes },
  '0018-rehearsals': { up: rehearsals },
  '0019-team': { up: team },
  '0020-throwaway-orgs': { up: throwawayOrgs },
  '0021-key-rotations': { up: keyRotations },
  '0022-device-keys': { up: deviceKeys },
  '0023-note-authors': { up: noteAuthors },
}

/**
 * @param path file path, or `:memory:` for tests.
 * @param options.threads each connection in a thread of its own; else one connection in this thread does both.
 * @param options.now the console's clock, epoch ms.
 * @throws AppError `internal` with what to do.
 */
export async function openStore(
  path: string,
  { threads = false, now }: { threads?: boolean; now?: () => number } = {},
): Promise<Store> {
  const db = new ConsoleDb({ dialect: sqliteDialect(await connect(path, threads), { shared: false }) }, now)
  await migrate(db, path)
  const reads = threads
    ? new Kysely<Database>({ dialect: sqliteDialect(openWorkerConnection(path, 'read'), { shared: true }) })
    : db
  return {
    db,
    reads,
    async frozen(read) {
      if (path === ':memory:') return read(db)
      const connection = threads ? openWorkerConnection(path, 'read') : openLocalConnection(path, 'read')
      return readFrozen(connection, read)
    },
    bytes: () => (path === ':memory:' ? 0 : sizeOf(path) + sizeOf(`${path}-wal`)),
    readable: async () => void (await reads.selectFrom('leases').select('name').limit(1).execute()),
    async writable() {
      const probe = { name: 'writable', holder: '', expires_at: Date.now() }
      await db
        .insertInto('leases')
        .values(probe)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(probe))
        .execute()
    },
    async close() {
      if (reads !== db) await reads.destroy()
      await db.destroy()
    },
  }
}

/** Reads one moment of a database, and closes the connection, which is used for nothing else. */
export async function readFrozen<Result>(
  connection: SqliteConnection,
  read: (db: Db) => Promise<Result>,
): Promise<Result> {
  const db = new Kysely<Database>({ dialect: sqliteDialect(connection, { shared: true }) })
  try {
    await db.executeQuery(CompiledQuery.raw('begin'))
    return await read(db)
  } finally {
    await db.destroy()
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

async function connect(path: string, threads: boolean): Promise<SqliteConnection> {
  try {
    if (!threads) return openLocalConnection(path, 'write')
    const connection = openWorkerConnection(path, 'write')
    await connection.run({ sql: 'select 1', parameters: [] })
    return connection
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError(
      'internal',
      `The console's database ${path} cannot be opened (${why}). Restore it from a backup, or move it away to start with an empty console.`,
      { cause },
    )
  }
}

async function migrate(db: Kysely<Database>, path: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateToLatest()
  if (!error) return
  await db.destroy()
  const why = error instanceof Error ? error.message : String(error)
  throw new AppError(
    'internal',
    `The console's database ${path} has a schema that this version does not know (${why}). Start the version that wrote it, or restore an older backup.`,
    { cause: error },
  )
}
