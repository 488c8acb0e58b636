/** Sessions: admitted, kept up, ended, and listed while they are open. */
import type { Insertable } from 'kysely'
import { SESSION_IDLE_MS } from '@/lib/domain/policy'
import type { Db } from '../rows/db'
import type { SessionRow } from '../rows/people-rows'

export const insertSession = (db: Db, row: Insertable<SessionRow>) => db.insertInto('sessions').values(row).execute()

/** The live session with its user, or undefined: ended, expired, or the user is disabled or gone. */
export const findLiveSession = (db: Db, sessionId: string, now: number) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'sessions.user_id',
      'sessions.authenticated_at',
      'sessions.last_seen_at',
      'users.email',
      'users.name',
      'users.deployment_admin_since',
    ])
    .where('sessions.id', '=', sessionId)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()

/** Deletes all sessions of a user but the newest, by when they were last used. */
export const keepNewestSessions = (db: Db, userId: string, count: number) =>
  db
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where(
      'id',
      'not in',
      db
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('created_at', 'desc')
        .limit(count),
    )
    .execute()

export const touchSession = (db: Db, sessionId: string, now: number) =>
  db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', sessionId).execute()

export const confirmSession = (db: Db, sessionId: string, now: number) =>
  db.updateTable('sessions').set({ authenticated_at: now, last_seen_at: now }).where('id', '=', sessionId).execute()

export const endSession = (db: Db, sessionId: string, now: number) =>
  db
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()

/** Ends a session if it is of this user. */
export const endOwnSession = (db: Db, userId: string, sessionId: string, now: number) =>
  db
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()

/** Ends every session of a user: a new password signs the old ones out. */
export const endSessionsOf = (db: Db, userId: string, now: number) =>
  db
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .execute()

/** Sessions that a request would be admitted with, of one user or of all, the last used first. `now` in epoch ms. */
export function listOpenSessions(db: Db, now: number, userId?: string) {
  const open = db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'sessions.created_at',
      'sessions.last_seen_at',
      'sessions.address',
      'sessions.device',
      'users.email',
    ])
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('sessions.last_seen_at', '>=', now - SESSION_IDLE_MS)
    .where('users.disabled_at', 'is', null)
    .orderBy('sessions.last_seen_at', 'desc')
    .orderBy('sessions.created_at', 'desc')
  return (userId === undefined ? open : open.where('sessions.user_id', '=', userId)).execute()
}
