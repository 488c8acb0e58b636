import { insertItems, insertItemsOfSelection, updateItems } from '@/lib/store/operation-items'
import type { Db } from '@/lib/store/rows/db'
import type { OperationItemRow } from '@/lib/store/rows/schema'
import { pushTo } from './plan/push-to'

/** Fewer than these cross to the store as they are. */
const MANY = 500

/** Writes the items of an operation; those of a large selection are made in the store, which has its devices already. */
export async function writeItems(
  db: Db,
  items: readonly OperationItemRow[],
  selectionId: string | null,
): Promise<void> {
  if (selectionId === null || items.length < MANY || items.some((item) => item.step > 0)) return insertItems(db, items)
  const [most, ...others] = byState(items)
  const [alike] = most as [OperationItemRow, ...OperationItemRow[]]
  const count = await insertItemsOfSelection(db, selectionId, alike)
  if (count !== items.length) throw new Error(`the selection has ${count} devices, not ${items.length}`)
  for (const group of others) {
    const [{ operation_id: id, before, updated_at }] = group as [OperationItemRow]
    const ids = group.map((item) => item.device_id)
    await updateItems(db, id, ids, { before, updated_at })
  }
}

/** Items found in the same state together, most first. */
function byState(items: readonly OperationItemRow[]): OperationItemRow[][] {
  const groups = new Map<string, OperationItemRow[]>()
  for (const item of items) pushTo(groups, item.before, item)
  return [...groups.values()].sort((a, b) => b.length - a.length)
}
