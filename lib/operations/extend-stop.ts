/** Extends a stop in force (a fence, a fall-back stop) to devices that came later: items, holds, and another run. */

import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertHolds } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { updateOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { HoldRow, OperationRow } from '@/lib/store/rows/schema'
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
  also: (tx: Db, now: number) => Promise<void> = async () => {},
): Promise<void> {
  const now = deps.clock.now()
  const caught = { total: stop.total + newDevices.length, state: 'queued' } as const
  await deps.store.db.transaction().execute(async (tx) => {
    await updateOperation(tx, stop.id, caught)
    await insertItems(
      tx,
      newDevices.map((deviceId, index) => newItem(stop.id, stop.total + index, deviceId, org, now)),
    )
    await insertHolds(
      tx,
      newDevices.map((deviceId) => newHold(stop, deviceId, holdKind, now)),
    )
    await also(tx, now)
  })
  runOperation(deps, org, { ...stop, ...caught })
}
