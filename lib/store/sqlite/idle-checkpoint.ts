/**
 * Moves the write-ahead log into the database while no statement runs: left to SQLite, the next commit after a thousand pages
 * waits for it.
 */
import type SQLite from 'better-sqlite3'

const QUIET_MS = 100
/** A log that grows past this many pages (4 kB each) without a quiet moment is moved by the commit that comes next. */
const PAGES_MAX = 16_000

/** @returns to be called with every statement: it puts the move off. */
export function createIdleCheckpoint(sqlite: SQLite.Database): () => void {
  sqlite.pragma(`wal_autocheckpoint = ${PAGES_MAX}`)
  let timer: NodeJS.Timeout | undefined
  const move = () => {
    if (sqlite.open && !sqlite.inTransaction) sqlite.pragma('wal_checkpoint(PASSIVE)')
    timer = undefined
  }
  return () => {
    if (timer) timer.refresh()
    else timer = setTimeout(move, QUIET_MS).unref()
  }
}
