import type { Db } from '../rows/db'
import type { SqliteConnection } from '../sqlite/connection'
import { sqliteDialect } from '../sqlite/dialect'
import { readFrozen } from './read-frozen'

/** Reads one moment of a file, and closes the connection. */
export const readFrozenSqlite = <Result>(
  connection: SqliteConnection,
  read: (db: Db) => Promise<Result>,
): Promise<Result> => readFrozen(sqliteDialect(connection, { shared: true }), 'begin', read)
