import { CompiledQuery } from 'kysely'
import type { Db } from '../rows/db'
import { engineOf } from '../rows/engine'

// PostgreSQL erases what was replaced at its next vacuum, and keeps its log as long as its owner says: README, "The encryption key".

/** From now on what this connection erases is overwritten: an old seal does not go on lying in the unused parts of a page. */
export async function overwriteErased(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') await db.executeQuery(CompiledQuery.raw('pragma secure_delete = on'))
}

/** Moves the write-ahead log, which may hold old seals, into the database, as far as no other program is reading it. */
export async function moveLog(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') await db.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'))
}
