import { CompiledQuery, type Dialect, Kysely } from 'kysely'
import type { Db } from '../rows/db'
import type { Database } from '../rows/schema'

/**
 * Reads one moment of a database, and closes the connection, which is used for nothing else.
 * @param begin the statement that begins a transaction in which nothing changes.
 */
export async function readFrozen<Result>(
  dialect: Dialect,
  begin: string,
  read: (db: Db) => Promise<Result>,
): Promise<Result> {
  const db = new Kysely<Database>({ dialect })
  try {
    await db.executeQuery(CompiledQuery.raw(begin))
    return await read(db)
  } finally {
    await db.destroy()
  }
}
