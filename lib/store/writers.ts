/** The programs that have a PostgreSQL store open. All times are the database's own: those of two machines may be a day apart. */
import { sql } from 'kysely'
import { DATABASE_NOW } from './postgres/statements'
import type { Db } from './rows/db'
import type { WriterRow } from './rows/writer-rows'

const NOW = sql.raw<number>(DATABASE_NOW)

/** A sign of life: each commit is one, and this one changes nothing else. @returns the consoles that live, this one among them. */
export const giveSignOfLife = (db: Db): Promise<WriterRow[]> =>
  db
    .transaction()
    .execute((tx) =>
      tx
        .selectFrom('writers')
        .selectAll()
        .where('kind', '=', 'console')
        .where('ended_at', 'is', null)
        .orderBy('started_at')
        .execute(),
    )

/**
 * Ends the consoles of which nothing was seen for so long: whatever they wake up to do, they write nothing any more.
 * @returns those that it ended.
 */
export const endSilentWriters = (db: Db, ownId: string, silentMs: number): Promise<WriterRow[]> =>
  db
    .transaction()
    .execute((tx) =>
      tx
        .updateTable('writers')
        .set({ ended_at: NOW })
        .where('kind', '=', 'console')
        .where('ended_at', 'is', null)
        .where('id', '!=', ownId)
        .where('seen_at', '<', sql<number>`${NOW} - ${silentMs}`)
        .returningAll()
        .execute(),
    )
