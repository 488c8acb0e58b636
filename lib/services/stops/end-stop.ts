/** Putting an alarm away, and ending a stop without resuming anything. */

import { originOf, record } from '@/lib/audit/audit-log'
import { withTimeout } from '@/lib/concurrency/with-timeout'
import { ControlOperation } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { cancelOperation } from '@/lib/domain/operation-state'
import { closeStop, isOpen, isOver, withdrawStop } from '@/lib/domain/stop-state'
import { endCancelled } from '@/lib/operations/end-operation'
import { endFence } from '@/lib/store/fences'
import { liveHoldsOf, releaseHolds } from '@/lib/store/holds'
import { reopenUnknownItems } from '@/lib/store/operation-items'
import { findOperation, moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { changeOfStop } from '@/lib/store/state-columns'
import { viewOperation } from '@/lib/views/view-operation'
import type { OrgContext } from '../context'
import { requireFriction, startOfEnding } from '../friction'
import { haltThen } from '../operations/control-operation'
import { requireOperation } from '../require-operation'
import { service } from '../service'

/**
 * A stop that is not in force is withdrawn: it is sent no more. Of one on devices, what the authority may have taken is read
 * back, and stays stopped where it was. One in force is closed: it holds, and is watched no longer.
 */
export const endStop = service({
  permission: 'resume',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const row = await requireOperation(context, operation)
    if (isOver(row)) throw new AppError('conflict', 'This stop is over already. Nothing was changed.')
    if (isOpen(row) && row.total > 0) await withdraw(context, row, reason)
    else await close(context, row, isOpen(row) ? 'withdrawn' : 'closed', reason)
    return viewOperation(deps, org, (await findOperation(deps.store.reads, row.id)) ?? row)
  },
})

/** How long the answer waits for the end of a withdrawal, in ms: what was never sent ends at once. */
const WITHDRAWN_WAIT_MS = 1_000

async function withdraw(context: OrgContext, row: OperationRow, reason: string | undefined): Promise<void> {
  const { deps, org } = context
  await haltThen(context, row, reason, async (tx) => {
    const now = deps.clock.now()
    await moveOperation(tx, row.id, cancelOperation({ clearFault: false }))
    // One that ended without knowing what it reached is read once more.
    await reopenUnknownItems(tx, row.id, now)
    await endFenceOf(tx, context, row, now, reason)
    await record(tx, originOf(context, org.row.id), 'stop.withdrawn', { operationId: row.id }, reason)
  })
  endCancelled(context, row)
  await withTimeout(deps.running.ended(row.id), WITHDRAWN_WAIT_MS)
}

async function close(
  context: OrgContext,
  row: OperationRow,
  status: 'withdrawn' | 'closed',
  reason: string | undefined,
): Promise<void> {
  const { deps, org } = context
  const isWithdrawn = status === 'withdrawn'
  const check = async (db: Db) => requireFriction(db, context, await startOfEnding(db, context, row), reason)
  await check(deps.store.reads)
  // After this none of its calls is sent any more.
  if (isWithdrawn) await deps.running.halt(row.id)
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    await check(tx)
    const change = changeOfStop(row, (stop) => (isWithdrawn ? withdrawStop(stop, now) : closeStop(stop)))
    await moveOperation(tx, row.id, change)
    if (isWithdrawn) {
      const holds = await liveHoldsOf(tx, row.id)
      await releaseHolds(
        tx,
        holds.map((hold) => hold.id),
        row.id,
        now,
      )
    }
    await endFenceOf(tx, context, row, now, reason)
    await record(tx, originOf(context, org.row.id), `stop.${status}`, { operationId: row.id }, reason)
  })
  org.stops.end(row.id)
}

async function endFenceOf(tx: Db, context: OrgContext, { id }: OperationRow, now: number, reason?: string) {
  if (await endFence(tx, id, now))
    await record(tx, originOf(context, context.org.row.id), 'fence.ended', { operationId: id }, reason)
}
