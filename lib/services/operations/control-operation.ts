/** What a person may do to an operation under way or ended: pause, continue, cancel, try again what failed. */

import { originOf, record } from '@/lib/audit/audit-log'
import { ControlOperation } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import { isStop, type Operation, type OperationState, PERMISSION_OF } from '@/lib/domain/operation'
import {
  cancelOperation as cancelled,
  continueOperation as continued,
  pauseOperation as paused,
} from '@/lib/domain/operation-state'
import type { Permission } from '@/lib/domain/policy'
import { isOrgDisable, withdrawStop } from '@/lib/domain/stop-state'
import { endCancelled } from '@/lib/operations/end-operation'
import { NOT_BEGUN } from '@/lib/operations/pause-for-person'
import { retryFailedItems } from '@/lib/operations/retry-failed-items'
import { runOperation } from '@/lib/operations/run-operation'
import { takeEffect } from '@/lib/operations/write-operation'
import { listItems } from '@/lib/store/operation-items'
import { findOperation, moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { changeOfStop, columnsOf } from '@/lib/store/state-columns'
import { viewOperation } from '@/lib/views/view-operation'
import type { OrgContext } from '../context'
import { requireFriction, requireStartFriction, startOfEnding } from '../friction'
import { requireOperation } from '../require-operation'
import { authorize, service } from '../service'

/** Holding up a stop is as grave as a resume; holding up anything else is as light as a stop. */
const toHoldUp = (row: OperationRow): Permission => (isStop(row.kind) ? 'resume' : 'stop')

export const pauseOperation = service({
  permission: 'stop',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { org } = context
    const row = await require(context, operation, ['queued', 'running'], 'paused', toHoldUp)
    await haltThen(context, row, reason, async (tx) => {
      await moveOperation(tx, row.id, paused())
      const data = { operationId: row.id, operation: row.kind }
      await record(tx, originOf(context, org.row.id), 'operation.paused', data, reason)
    })
    return viewNow(context, row)
  },
})

export const continueOperation = service({
  permission: 'stop',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const row = await require(context, operation, ['paused', 'interrupted'], 'continued', ({ kind }) =>
      PERMISSION_OF[kind])
    const change = continued()
    await deps.store.db.transaction().execute(async (tx) => {
      if (!isStop(row.kind)) await requireStartFriction(tx, context, row, ['pending'], reason)
      await moveOperation(tx, row.id, change)
      if (row.error_code === NOT_BEGUN) await takeEffect(tx, org, row, await listItems(tx, row.id), deps.clock.now())
      const data = { operationId: row.id, operation: row.kind }
      await record(tx, originOf(context, org.row.id), 'operation.continued', data, reason)
    })
    runOperation(deps, org, { ...row, ...columnsOf(change) }, { again: true })
    return viewNow(context, row)
  },
})

export const cancelOperation = service({
  permission: 'stop',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const open = ['scheduled', 'queued', 'running', 'paused', 'interrupted'] as const
    const row = await require(context, operation, open, 'cancelled', toHoldUp)
    const now = deps.clock.now()
    // A scheduled stop of the whole org has sent nothing and has nothing to read back.
    const ending = isOrgDisable(row)
      ? changeOfStop(row, (stop) => withdrawStop(stop, now))
      : cancelled({ clearFault: true })
    await haltThen(context, row, reason, async (tx) => {
      if (row.state === 'scheduled' && (await findOperation(tx, row.id))?.state !== 'scheduled')
        throw new AppError(
          'conflict',
          'Its time came before it could be withdrawn. Look at how far it is, then cancel it.',
        )
      await moveOperation(tx, row.id, ending)
      const begun = row.state === 'scheduled' ? { begun: false as const } : {}
      const data = { operationId: row.id, operation: row.kind, ...begun }
      await record(tx, originOf(context, org.row.id), 'operation.cancelled', data, reason)
    })
    if (!isOrgDisable(row)) endCancelled(context, row)
    return viewNow(context, row)
  },
})

export const retryOperation = service({
  permission: 'stop',
  input: ControlOperation,
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const row = await require(context, operation, ['finished'], 'tried again', ({ kind }) => PERMISSION_OF[kind])
    const reopened = await retryFailedItems(context, row, reason, (tx, outcomes) =>
      requireStartFriction(tx, context, row, outcomes, reason),
    )
    runOperation(deps, org, reopened, { again: true })
    return viewNow(context, row)
  },
})

/**
 * Sends nothing more of the operation, then writes what `act` does. Holding up a stop requires what a start requires: before it is
 * halted, and again as it is written, where another act sent side by side may have come first. Refused then, the stop goes on.
 */
export async function haltThen(
  context: OrgContext,
  row: OperationRow,
  reason: string | undefined,
  act: (tx: Db) => Promise<void>,
): Promise<void> {
  const { deps, org } = context
  const check = async (db: Db) => {
    if (isStop(row.kind)) await requireFriction(db, context, await startOfEnding(db, context, row), reason)
  }
  await check(deps.store.reads)
  await deps.running.halt(row.id)
  if (row.state !== 'finished') await requireOpen(context, row)
  try {
    await deps.store.db.transaction().execute(async (tx) => {
      await check(tx)
      await act(tx)
    })
  } catch (error) {
    if (isStop(row.kind) && (row.state === 'queued' || row.state === 'running'))
      runOperation(deps, org, row, { again: true })
    throw error
  }
}

async function require(
  context: OrgContext,
  id: string,
  states: readonly OperationState[],
  done: string,
  permissionOf: (row: OperationRow) => Permission,
): Promise<OperationRow> {
  const row = await requireOperation(context, id)
  await authorize(context, permissionOf(row))
  if (row.total === 0 && row.state !== 'scheduled')
    throw new AppError(
      'conflict',
      'An act on the whole org is one call: it is lifted or withdrawn, not halted. Nothing was changed.',
    )
  if (states.includes(row.state)) return row
  throw new AppError('conflict', `This operation is ${row.state}: it cannot be ${done}. Nothing was changed.`)
}

/** Its last call may have been answered while it was being halted. */
async function requireOpen(context: OrgContext, { id }: OperationRow): Promise<void> {
  const { state } = await requireOperation(context, id)
  if (state === 'finished')
    throw new AppError('conflict', 'It ended before it could be halted: its last calls were out already.')
}

const viewNow = async (context: OrgContext, { id }: OperationRow): Promise<Operation> =>
  viewOperation(context.deps, context.org, await requireOperation(context, id))
