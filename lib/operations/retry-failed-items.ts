import { originOf, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { type ItemOutcome, isStop } from '@/lib/domain/operation'
import { retryItems } from '@/lib/domain/operation-state'
import { insertHolds, liveHolds } from '@/lib/store/holds'
import { listItems, updateItems } from '@/lib/store/operation-items'
import { findUndoOf, moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { columnsOf, stateOf } from '@/lib/store/state-columns'
import { callKindOf } from './calls/call-devices'
import type { Act } from './deps/operation-deps'
import { newHold } from './plan/plan-items'

/** Refusals that another try does not change: a person lifts the hold or the stop first. */
const STAYS = new Set(['held', 'newer-stop', 'cancelled'])

const MISSED = ['failed', 'unknown', 'refused'] as const

/**
 * Opens the items of an ended operation that missed their devices. A stop places its holds on them again.
 * @param guard of what starts agents again, called in the transaction.
 * @returns the operation as it is now. @throws AppError `conflict` when there is nothing to try, or it was taken back.
 */
export async function retryFailedItems(
  context: Act,
  row: OperationRow,
  reason: string | undefined,
  guard: (tx: Db, outcomes: readonly ItemOutcome[]) => Promise<void>,
): Promise<OperationRow> {
  const { deps, org } = context
  if (await findUndoOf(deps.store.reads, row.id))
    throw new AppError('conflict', 'This operation was taken back: start a new one. Nothing was changed.')
  if (row.stop_status !== null && !['accepted', 'refused', 'unknown'].includes(row.stop_status))
    throw new AppError('conflict', `This stop is ${row.stop_status}: start a new one. Nothing was changed.`)
  const items = await listItems(deps.store.reads, row.id, { outcomes: MISSED })
  const missed = items.filter((item) => !STAYS.has(item.code ?? ''))
  if (missed.length === 0)
    throw new AppError('conflict', 'No device of this operation failed in a way that another try could change.')
  const now = deps.clock.now()
  const change = retryItems(stateOf(row))
  const ids = missed.map((item) => item.device_id)
  await deps.store.db.transaction().execute(async (tx) => {
    if (!isStop(row.kind)) await guard(tx, MISSED)
    const open = { outcome: 'pending', accepted_at: null, code: null, message: null, request_id: null } as const
    await updateItems(tx, row.id, ids, { ...open, updated_at: now })
    if (callKindOf(row.kind) === 'revoke') await holdAgain(tx, row, missed, now)
    await moveOperation(tx, row.id, change)
    const data = { operationId: row.id, operation: row.kind, count: ids.length }
    await record(tx, originOf(context, org.row.id), 'operation.retried', data, reason)
  })
  return { ...row, ...columnsOf(change) }
}

async function holdAgain(tx: Db, row: OperationRow, items: readonly OperationItemRow[], now: number): Promise<void> {
  const ids = items.map((item) => item.device_id)
  const holds = await liveHolds(tx, row.org_id, ids)
  const held = new Set(holds.filter((hold) => hold.operation_id === row.id).map((hold) => hold.device_id))
  const kind = row.kind === 'disable' ? 'fallback-stop' : 'operation'
  await insertHolds(
    tx,
    ids.filter((id) => !held.has(id)).map((id) => newHold(row, id, kind, now)),
  )
}
