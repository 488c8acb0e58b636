/** What takes a person's access away, and what is checked before. */
import { deleteNotesOf } from './notes/notes'
import { deleteInvitationsOf } from './people/invitations'
import type { Db } from './rows/db'
import { deletePersonalViews, deleteViewsOf } from './saved-views'

export const setDisabledAt = (db: Db, userId: string, disabledAt: number | null) =>
  db.updateTable('users').set({ disabled_at: disabledAt }).where('id', '=', userId).execute()

export async function deleteMembership(db: Db, orgId: string, userId: string): Promise<void> {
  await db.deleteFrom('memberships').where('org_id', '=', orgId).where('user_id', '=', userId).execute()
  await deletePersonalViews(db, userId, orgId)
}

/** Deletes the user with sessions, roles, known networks and personal views. What the user did stays in the record, by name. */
export async function deleteUser(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute()
  await db.deleteFrom('memberships').where('user_id', '=', userId).execute()
  await db.deleteFrom('known_networks').where('user_id', '=', userId).execute()
  await deletePersonalViews(db, userId)
  await db.deleteFrom('users').where('id', '=', userId).execute()
}

/** An org without a key is one that was removed. */
export async function deleteKeyAndRoles(db: Db, orgId: string): Promise<void> {
  await db.deleteFrom('org_keys').where('org_id', '=', orgId).execute()
  await db.deleteFrom('memberships').where('org_id', '=', orgId).execute()
  await deleteViewsOf(db, orgId)
  await deleteNotesOf(db, orgId)
  await deleteInvitationsOf(db, orgId)
}

/** Admins of any org who can sign in: one row per org and user. */
export const listAdmins = (db: Db) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('orgs', 'orgs.id', 'memberships.org_id')
    .select(['memberships.org_id', 'memberships.user_id', 'orgs.slug'])
    .where('memberships.role', '=', 'admin')
    .where('users.disabled_at', 'is', null)
    .execute()
