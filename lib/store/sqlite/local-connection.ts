import type { SqliteConnection } from './connection'
import { type OpenMode, openFile } from './open-file'
import { createStatementRunner } from './run-statement'

/** A connection in this thread: for programs that do one thing (the terminal's commands) and for stores in memory. */
export function openLocalConnection(path: string, mode: OpenMode): SqliteConnection {
  const sqlite = openFile(path, mode)
  const run = createStatementRunner(sqlite)
  return {
    generation: () => 0,
    run: async (statement) => run(statement),
    close: async () => void sqlite.close(),
  }
}
