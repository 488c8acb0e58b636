/** The sessions of one person. */
import type { Db } from '../rows/db'

/** Sessions that are not over, the last used first. `usedSince`: those that were unused for longer are over too; epoch ms. */
export const listOpenSessionsOf = (db: Db, userId: string, now: number, usedSince: number) =>
  db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_seen_at', 'address', 'device'])
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>=', usedSince)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .execute()

export const setName = (db: Db, userId: string, name: string) =>
  db.updateTable('users').set({ name }).where('id', '=', userId).execute()
