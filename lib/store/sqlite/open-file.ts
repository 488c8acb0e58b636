/**
 * Opens the database file. WAL with `synchronous=FULL`: what was acknowledged survives a power cut.
 */
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { addDigestRows } from './digest-rows'

/** How long a statement waits for another program's lock (the terminal's admin commands), in ms. */
const LOCK_WAIT_MS = 2_000

/** Holds the pages of one large transaction: what does not fit is written to the log twice. */
const CACHE_KB = 16_000

/** `read`: sees what was committed, never waits behind a write, and cannot write. */
export type OpenMode = 'write' | 'read'

/**
 * To read, the file must be there, and keeps its rights. `requireUsableFile` comes before.
 * @throws the fault of SQLite or the file system.
 */
export function openFile(path: string, mode: OpenMode): SQLite.Database {
  const isKept = path !== ':memory:'
  const makes = isKept && mode === 'write'
  if (makes) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const sqlite = new SQLite(path, { timeout: LOCK_WAIT_MS, fileMustExist: isKept && !makes })
  if (makes) chmodSync(path, 0o600)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  const journal = sqlite.pragma('journal_mode', { simple: true })
  const synchronous = sqlite.pragma('synchronous', { simple: true })
  if (synchronous !== 2 || (isKept && journal !== 'wal'))
    throw new Error(`journal ${journal}, synchronous ${synchronous}`)
  addDigestRows(sqlite)
  if (mode === 'read') sqlite.pragma('query_only = ON')
  else sqlite.pragma(`cache_size = -${CACHE_KB}`)
  return sqlite
}
