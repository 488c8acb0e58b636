import { liveHoldsOf } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { OrgContext } from './context'

/** The devices that taking it back is of. */
export async function undoneIds(context: OrgContext, undone: OperationRow): Promise<string[]> {
  const { db } = context.deps.store
  // Only devices that the revoke still holds can be restored: an earlier undo may have released others.
  if (undone.kind === 'revoke') return (await liveHoldsOf(db, undone.id)).map((hold) => hold.device_id)
  // If a restore did not change a device, there is nothing to take back.
  const items = await listItems(db, undone.id, { outcomes: ['done', 'unknown', 'pending'] })
  return items.map((item) => item.device_id)
}
