import SQLite from 'better-sqlite3'
import type { SqliteConnection } from './connection'
import { createStatementRunner } from './run-statement'

/** How long a reading waits for another program's lock, in ms. */
const LOCK_WAIT_MS = 2_000

/**
 * A connection that looks at a database file and leaves it as it is: nothing is made, the journal keeps its kind, the file its
 * rights. @throws the fault of SQLite or the file system.
 */
export function openAsItIs(path: string): SqliteConnection {
  const sqlite = new SQLite(path, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS })
  const run = createStatementRunner(sqlite)
  return {
    generation: () => 0,
    run: async (statement) => run(statement),
    close: async () => void sqlite.close(),
  }
}
