/**
 * The items and holds of a stop of a reviewed selection. They are written after its row and its event, in the transaction that
 * follows: the store has the devices already, so that the first calls need not wait for ten thousand rows.
 */
import { pauseAt } from '@/lib/concurrency/pause-at'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertHoldsOfItems } from '@/lib/store/holds'
import { hasItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { selectionIds } from '@/lib/store/selections'
import type { OperationDeps } from './deps/operation-deps'
import { newItem } from './plan/plan-items'
import { writeItems } from './write-items'

type Deps = Pick<OperationDeps, 'store' | 'log' | 'closing' | 'pause'>

/** Pauses before they are written again, in ms. */
const WRITE_AGAIN_MS = [200, 500, 1_000, 2_000, 5_000]

/**
 * To be called in the same turn in which the transaction of the row was begun: writing transactions take turns in the order in
 * which they are begun, so that no other act comes between the two and finds a stop that holds nothing.
 * @param begun resolves when the row is written. @returns resolves when they are written, however often that is tried.
 */
export async function writeSelected(
  deps: Deps,
  row: OperationRow,
  items: readonly OperationItemRow[],
  begun: Promise<unknown>,
): Promise<void> {
  const first = write(deps, row, items)
  // Where the row could not be written, the stop goes on in another way.
  first.catch(() => undefined)
  await begun
  for (let tries = 0; ; tries += 1) {
    try {
      return await (tries === 0 ? first : write(deps, row, items))
    } catch (error) {
      deps.log.error({ err: error, operationId: row.id }, 'the devices of a stop are not written yet')
      await deps.pause(pauseAt(WRITE_AGAIN_MS, tries))
      if (deps.closing.aborted) throw error
    }
  }
}

/** At start: of a stop whose row was written, and not its items, because the console was killed in between. */
export async function writeMissingItems(deps: Deps, org: OrgRuntime, row: OperationRow, now: number): Promise<void> {
  const { selection_id: selectionId } = row
  if (row.kind !== 'revoke' || row.total === 0 || selectionId === null || (await hasItems(deps.store.db, row.id)))
    return
  const ids = await selectionIds(deps.store.db, selectionId)
  await write(
    deps,
    row,
    ids.map((id, position) => newItem(row.id, position, id, org, now)),
  )
}

function write({ store }: Deps, row: OperationRow, items: readonly OperationItemRow[]): Promise<void> {
  return store.db.transaction().execute(async (tx) => {
    if (!(await findOperation(tx, row.id))) throw new Error('the stop itself was not written')
    // Another console may have made up for what seemed to be missing.
    if (await hasItems(tx, row.id)) return
    await writeItems(tx, items, row.selection_id)
    await insertHoldsOfItems(tx, row, 'operation', row.requested_at)
  })
}
