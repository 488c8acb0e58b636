/** Who could press stop at this moment: live sessions with the roles of their person. */
import type { Db } from './rows/db'

const ROWS_MAX = 20_000

/** One row per session and org. */
export const listLiveRoles = (db: Db, now: number) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('memberships', 'memberships.user_id', 'users.id')
    .select([
      'sessions.id as session_id',
      'sessions.last_seen_at',
      'users.id as user_id',
      'users.name',
      'users.email',
      'memberships.org_id',
      'memberships.role',
    ])
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .orderBy('sessions.last_seen_at', 'desc')
    .limit(ROWS_MAX)
    .execute()
