/** The people of an org, each with what an admin needs to know of the account, and what role each holds where. */
import { type Role, SESSION_IDLE_MS } from '@/lib/domain/policy'
import type { Db } from '../rows/db'

/** By name. `sessions`: open ones; `last_seen_at`: of the newest of them, null if none is open. */
export const listMembers = (db: Db, orgId: string, now: number) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.user_id', '=', 'users.id')
        .on('sessions.ended_at', 'is', null)
        .on('sessions.expires_at', '>', now)
        .on('sessions.last_seen_at', '>=', now - SESSION_IDLE_MS),
    )
    .select((e) => [
      'users.id',
      'users.email',
      'users.name',
      'users.disabled_at',
      'users.deployment_admin_since',
      'memberships.role',
      e.fn.count<number>('sessions.id').as('sessions'),
      e.fn.max('sessions.last_seen_at').as('last_seen_at'),
    ])
    .where('memberships.org_id', '=', orgId)
    .groupBy([
      'users.id',
      'users.email',
      'users.name',
      'users.disabled_at',
      'users.deployment_admin_since',
      'memberships.role',
    ])
    .orderBy('users.name')
    .orderBy('users.id')
    .execute()

export const findMember = (db: Db, orgId: string, userId: string) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['users.id', 'users.email', 'users.name', 'memberships.role'])
    .where('memberships.org_id', '=', orgId)
    .where('memberships.user_id', '=', userId)
    .executeTakeFirst()

/** Roles of every person of an org in all orgs: one row for each. */
export const rolesOfMembers = (db: Db, orgId: string) =>
  db
    .selectFrom('memberships as here')
    .innerJoin('memberships as theirs', 'theirs.user_id', 'here.user_id')
    .select(['theirs.user_id', 'theirs.org_id', 'theirs.role'])
    .where('here.org_id', '=', orgId)
    .execute()

/** People who may add orgs and can sign in. */
export const listDeploymentAdmins = (db: Db) =>
  db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('deployment_admin_since', 'is not', null)
    .where('disabled_at', 'is', null)
    .execute()

export const setDeploymentAdmin = (db: Db, userId: string, since: number | null) =>
  db.updateTable('users').set({ deployment_admin_since: since }).where('id', '=', userId).execute()

export const setRole = (db: Db, orgId: string, userId: string, role: Role) =>
  db
    .insertInto('memberships')
    .values({ org_id: orgId, user_id: userId, role })
    .onConflict((conflict) => conflict.columns(['org_id', 'user_id']).doUpdateSet({ role }))
    .execute()

export const rolesOf = (db: Db, userId: string) =>
  db.selectFrom('memberships').select(['org_id', 'role']).where('user_id', '=', userId).execute()
