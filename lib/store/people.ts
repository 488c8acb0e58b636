/** Users, what role each holds in which org, and their sessions. */
import type { Insertable } from 'kysely'
import type { Role } from '@/lib/domain/policy'
import type { Db } from './rows/db'
import type { SessionRow, UserRow } from './rows/people-rows'

export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

export const insertUser = (db: Db, row: Insertable<UserRow>) => db.insertInto('users').values(row).execute()

export const findUserByEmail = (db: Db, email: string) =>
  db.selectFrom('users').selectAll().where('email', '=', normalizeEmail(email)).executeTakeFirst()

export const findUser = (db: Db, id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const countUsers = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('users')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export const setPasswordHash = (db: Db, userId: string, hash: string) =>
  db.updateTable('users').set({ password_hash: hash }).where('id', '=', userId).execute()

export const setRole = (db: Db, orgId: string, userId: string, role: Role) =>
  db
    .insertInto('memberships')
    .values({ org_id: orgId, user_id: userId, role })
    .onConflict((conflict) => conflict.columns(['org_id', 'user_id']).doUpdateSet({ role }))
    .execute()

export const rolesOf = (db: Db, userId: string) =>
  db.selectFrom('memberships').select(['org_id', 'role']).where('user_id', '=', userId).execute()

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
