import { liveHoldsOf } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { OrgContext } from './context'

/** The devices that taking it back is of. */
export async function undoneIds(context: OrgContext, undone: OperationRow): Promise<string[]> {
  const { db } = context.deps.store
  // What a revoke still holds is all that it can give back: another undo may have been there before.
  if (undone.kind === 'revoke') return (await liveHoldsOf(db, undone.id)).map((hold) => hold.device_id)
  // A restore that did nothing to a device has nothing to take back.
  const items = await listItems(db, undone.id, { outcomes: ['done', 'unknown', 'pending'] })
  return items.map((item) => item.device_id)
}
