/** Invitations: open ones, and the one moment in which each is used. */

import type { Db } from '../rows/db'
import type { InvitationRow } from '../rows/people-rows'
import { requireInserted } from '../rows/require-inserted'

/** @throws AppError `conflict` if another org has this id. */
export async function insertInvitation(db: Db, row: InvitationRow): Promise<void> {
  const insert = db.insertInto('invitations').values(row)
  requireInserted(
    await insert.onConflict((conflict) => conflict.column('id').doNothing()).executeTakeFirst(),
    'invitation',
  )
}

export const findInvitation = (db: Db, orgId: string, id: string) =>
  db.selectFrom('invitations').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()

export const findInvitationByCode = (db: Db, codeDigest: string) =>
  db.selectFrom('invitations').selectAll().where('code_digest', '=', codeDigest).executeTakeFirst()

/** Neither accepted nor taken back nor over, the newest first. */
export const listOpenInvitations = (db: Db, orgId: string, now: number) =>
  db
    .selectFrom('invitations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()

/** Those that a person made and that are open, in one org or in all. */
export const listOpenInvitationsBy = (db: Db, userId: string, orgId: string | null, now: number) => {
  const open = db
    .selectFrom('invitations')
    .selectAll()
    .where('invited_by', '=', userId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
  return (orgId === null ? open : open.where('org_id', '=', orgId)).execute()
}

/** False: it was not open any more. */
export const endInvitation = async (
  db: Db,
  id: string,
  how: 'accepted_at' | 'revoked_at',
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ [how]: now })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const deleteInvitationsOf = (db: Db, orgId: string) =>
  db.deleteFrom('invitations').where('org_id', '=', orgId).execute()
