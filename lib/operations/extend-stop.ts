/** Extends a stop in force (a fence, a fall-back stop) to devices that came later: items, holds, and another run. */

import { extendWithDevices } from '@/lib/domain/operation-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertHolds } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { HoldRow, OperationRow } from '@/lib/store/rows/schema'
import { columnsOf } from '@/lib/store/state-columns'
import type { OperationDeps } from './deps/operation-deps'
import { newHold, newItem } from './plan/plan-items'
import { runOperation } from './run-operation'

/** @param also what else changes in the same transaction. */
export async function extendStop(
  deps: OperationDeps,
  org: OrgRuntime,
  stop: OperationRow,
  newDevices: readonly string[],
  holdKind: HoldRow['kind'],
  alsoWrite: (tx: Db, now: number) => Promise<void> = async () => {},
): Promise<void> {
  const now = deps.clock.now()
  const change = extendWithDevices()
  const also = { total: stop.total + newDevices.length }
  await deps.store.db.transaction().execute(async (tx) => {
    await moveOperation(tx, stop.id, change, { also })
    await insertItems(
      tx,
      newDevices.map((deviceId, index) => newItem(stop.id, stop.total + index, deviceId, org, now)),
    )
    await insertHolds(
      tx,
      newDevices.map((deviceId) => newHold(stop, deviceId, holdKind, now)),
    )
    await alsoWrite(tx, now)
  })
  runOperation(deps, org, { ...stop, ...columnsOf(change), ...also })
}
