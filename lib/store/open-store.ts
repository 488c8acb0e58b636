/**
 * Opens the console's one database file. WAL with `synchronous=FULL`: what was acknowledged survives a power cut. A newer
 * schema, or a file that is no database, is refused with a sentence; nothing is ever started over by itself.
 */
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import { up as main } from './migrations/0001-main'
import { up as alarms } from './migrations/0002-alarms'
import type { Database } from './schema'

/** Waiting for another program's lock holds up the whole process, a stop included: it is short. */
const LOCK_WAIT_MS = 250

const MIGRATIONS = { '0001-main': { up: main }, '0002-alarms': { up: alarms } }

/** `db` for queries; `bytes()` is the size of the database in bytes; `close()` checkpoints. */
export type Store = {
  db: Kysely<Database>
  bytes: () => number
  /** Throws when the store cannot be read. */
  readable: () => void
  /** Throws when the store cannot be written. */
  writable: () => void
  close: () => Promise<void>
}

/** Any handle that can run queries: the store's own, or a transaction of it. */
export type Db = Kysely<Database>

/** @param path file path, or `:memory:` for tests. @throws AppError `internal` with what to do. */
export async function openStore(path: string): Promise<Store> {
  const sqlite = openFile(path)
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) })
  await migrate(db, path)
  const pageBytes = sqlite.pragma('page_size', { simple: true }) as number
  return {
    db,
    bytes: () => (sqlite.pragma('page_count', { simple: true }) as number) * pageBytes,
    readable: () => void sqlite.prepare('select count(*) from leases').get(),
    // An immediate transaction takes the write lock without writing a page: proof that a stop could be recorded.
    writable() {
      if (!sqlite.inTransaction)
        sqlite.exec("begin immediate; update leases set expires_at = expires_at where name = ''; commit")
    },
    close: () => db.destroy(),
  }
}

function openFile(path: string): SQLite.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const sqlite = new SQLite(path, { timeout: LOCK_WAIT_MS })
    if (path !== ':memory:') chmodSync(path, 0o600)
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    const journal = sqlite.pragma('journal_mode', { simple: true })
    const synchronous = sqlite.pragma('synchronous', { simple: true })
    if (synchronous !== 2 || (path !== ':memory:' && journal !== 'wal'))
      throw new Error(`journal ${journal}, synchronous ${synchronous}`)
    return sqlite
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
