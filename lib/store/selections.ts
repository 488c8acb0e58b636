/** Frozen selections: the ids that a person reviewed, with their digest. */

import type { Db } from './rows/db'
import type { SelectionRow } from './rows/schema'
import { insertMany } from './rows/write-many'

export async function insertSelection(db: Db, row: SelectionRow, deviceIds: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('selections').values(row).execute()
    await insertMany(
      tx,
      'selection_items',
      deviceIds.map((device_id, position) => ({ selection_id: row.id, position, device_id })),
    )
  })
}

export const findSelection = (db: Db, orgId: string, id: string) =>
  db.selectFrom('selections').selectAll().where('id', '=', id).where('org_id', '=', orgId).executeTakeFirst()

export const selectionIds = async (db: Db, id: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('selection_items')
    .select('device_id')
    .where('selection_id', '=', id)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.device_id)
}

/** Forgets expired selections that no operation refers to. */
export async function dropExpiredSelections(db: Db, now: number): Promise<void> {
  const expired = db
    .selectFrom('selections')
    .select('id')
    .where('expires_at', '<', now)
    .where(
      'id',
      'not in',
      db
        .selectFrom('operations')
        .select('selection_id')
        .where('selection_id', 'is not', null)
        .$castTo<{ selection_id: string }>(),
    )
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('selection_items').where('selection_id', 'in', expired).execute()
    await tx.deleteFrom('selections').where('id', 'in', expired).execute()
  })
}
