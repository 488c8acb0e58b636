/**
 * The console's one database file. The console uses two connections, each in a thread of its own: writes take turns on the first, and
 * reads on the second never wait for them.
 */
import { statSync } from 'node:fs'
import { Kysely } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import type { Store } from '../rows/db'
import type { Database } from '../rows/schema'
import type { SqliteConnection } from '../sqlite/connection'
import { sqliteDialect } from '../sqlite/dialect'
import { diskFullFault } from '../sqlite/disk-full-fault'
import { openLocalConnection } from '../sqlite/local-connection'
import { requireUsableFile } from '../sqlite/require-usable-file'
import { openWorkerConnection } from '../sqlite/worker-connection'
import { ConsoleDb } from './console-db'
import { migrate } from './migrate'
import { MIGRATIONS } from './migrations'
import { readFrozenSqlite } from './read-frozen-sqlite'
import { createStore } from './store-of-handles'

/** `mayBeFull`: a full disk is not refused, for what says more about it than that. */
export type SqliteOptions = { threads: boolean; now?: () => number; mayBeFull?: boolean }

export async function openSqliteStore(
  path: string,
  { threads, now, mayBeFull = false }: SqliteOptions,
): Promise<Store> {
  requireUsableFile(path, !mayBeFull)
  const db = new ConsoleDb({ dialect: sqliteDialect(await connect(path, threads), { shared: false }) }, now)
  await migrate(db, MIGRATIONS.sqlite, path).catch((error: unknown) => {
    throw diskFullFault(error, path) ?? error
  })
  const reads = threads
    ? new Kysely<Database>({ dialect: sqliteDialect(openWorkerConnection(path, 'read'), { shared: true }) })
    : db
  return createStore({
    writerId: null,
    onCommit: () => () => undefined,
    db,
    reads,
    async frozen(read) {
      if (path === ':memory:') return read(db)
      return readFrozenSqlite(threads ? openWorkerConnection(path, 'read') : openLocalConnection(path, 'read'), read)
    },
    bytes: async () => (path === ':memory:' ? 0 : sizeOf(path) + sizeOf(`${path}-wal`)),
  })
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

async function connect(path: string, threads: boolean): Promise<SqliteConnection> {
  try {
    if (!threads) return openLocalConnection(path, 'write')
    const connection = openWorkerConnection(path, 'write')
    await connection.run({ sql: 'select 1', parameters: [] })
    return connection
  } catch (cause) {
    const full = diskFullFault(cause, path)
    if (full) throw full
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError(
      'internal',
      `The console's database ${path} cannot be opened (${why}). Restore it from a backup, or move it away to start with an empty console.`,
      { cause },
    )
  }
}
