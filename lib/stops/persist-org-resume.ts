/** Writes down the outcome of a resume of the whole org: the stops that it ended, or why it failed. */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { isOver, liftStop } from '@/lib/domain/stop-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { findOperation, moveOperation, saveState } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { changeOfStop } from '@/lib/store/state-columns'
import type { StopDeps } from './stop-deps'

type Parts = Pick<StopDeps, 'store' | 'clock'>

/** At start: an answer of the authority to a resume that is in the emergency file alone. `ends`: the stops that it was newer than. */
export async function recoverResume(
  deps: Parts,
  org: OrgRuntime,
  row: OperationRow,
  ends: readonly string[],
): Promise<void> {
  const known = await findOperation(deps.store.db, row.id)
  // The late write succeeded after all.
  if (!known || known.state === 'finished') return
  if (row.accepted_at === null) return writeEnd(deps, org, row)
  await endStops(
    deps,
    org,
    row,
    ends.map((id) => ({ id })),
  )
  for (const id of ends) org.stops.end(id)
}

/** An accepted resume lifts what was in force and withdraws what was still open, in the transaction of its acceptance. */
export async function endStops(
  deps: Parts,
  org: OrgRuntime,
  row: OperationRow,
  older: readonly Pick<OperationRow, 'id'>[],
): Promise<void> {
  const origin = consoleOrigin(org.row.id, row.accepted_at ?? deps.clock.now())
  await deps.store.db.transaction().execute(async (tx) => {
    for (const { id } of older) {
      // An answer that came while this resume waited for it has moved the stop on.
      const stop = await findOperation(tx, id)
      if (!stop || isOver(stop)) continue
      const change = changeOfStop(stop, (state) => liftStop(state, row.accepted_at))
      await moveOperation(tx, id, change)
    }
    await saveState(tx, row)
    await record(tx, origin, 'operation.accepted', { operationId: row.id, operation: 'enable', count: 0 })
  })
}

export async function writeEnd(deps: Parts, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { id } = row
  const error = { code: row.error_code ?? '', message: row.error_message ?? '' }
  await deps.store.db.transaction().execute(async (tx) => {
    await saveState(tx, row)
    await record(tx, consoleOrigin(org.row.id, deps.clock.now()), 'operation.finished', {
      operationId: id,
      operation: 'enable',
      outcomes: {},
      error,
    })
  })
}
