/** Views of the devices that people keep. A personal one is seen by its owner alone. */

import type { Db } from './rows/db'
import { requireInserted } from './rows/require-inserted'
import type { SavedViewRow } from './rows/schema'

/** What a person sees: all shared ones of the org, and their own. */
export const listViews = (db: Db, orgId: string, userId: string) =>
  db
    .selectFrom('saved_views')
    .selectAll()
    .where('org_id', '=', orgId)
    .where((e) => e.or([e('shared', '=', 1), e('user_id', '=', userId)]))
    .orderBy('created_at')
    .execute()

/** All of the org, those that other people keep for themselves too. */
export const listAllViews = (db: Db, orgId: string) =>
  db.selectFrom('saved_views').selectAll().where('org_id', '=', orgId).orderBy('created_at').orderBy('id').execute()

export const findView = (db: Db, orgId: string, id: string) =>
  db.selectFrom('saved_views').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()

/** @throws AppError `conflict` if another org has this id. */
export async function insertView(db: Db, row: SavedViewRow): Promise<void> {
  const insert = db.insertInto('saved_views').values(row)
  requireInserted(await insert.onConflict((conflict) => conflict.column('id').doNothing()).executeTakeFirst(), 'view')
}

export const updateView = (
  db: Db,
  id: string,
  change: Pick<SavedViewRow, 'name' | 'selector' | 'shared' | 'user_id' | 'version'>,
) => db.updateTable('saved_views').set(change).where('id', '=', id).execute()

export const deleteView = (db: Db, id: string) => db.deleteFrom('saved_views').where('id', '=', id).execute()

/** Personal views of one who leaves; in one org, or in all. What was shared stays. */
export const deletePersonalViews = (db: Db, userId: string, orgId?: string) => {
  const query = db.deleteFrom('saved_views').where('user_id', '=', userId).where('shared', '=', 0)
  return (orgId === undefined ? query : query.where('org_id', '=', orgId)).execute()
}

export const deleteViewsOf = (db: Db, orgId: string) =>
  db.deleteFrom('saved_views').where('org_id', '=', orgId).execute()
