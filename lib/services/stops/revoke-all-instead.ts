/**
 * The other kind of stop, for an authority without org disable: revokes every device known to be active and places a hold
 * on exactly those, so that lifting it restores no other. The same confirm covers it.
 */
import { insertHolds } from '@/lib/store/holds'
import { insertItems, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import { newHold, newItem } from '../operations/plan-items'
import { runOperation } from '../operations/run-operation'
import type { OrgRuntime } from '../orgs/org-runtime'

/** Turns the pressed stop into one with items, and starts it. Mutates `row`. */
export async function revokeAllInstead(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  org.reading.capabilities = { ...org.reading.capabilities, orgDisable: 'no' }
  const deviceIds: string[] = []
  for (const device of org.fleet.devices()) if (device.status !== 'revoked') deviceIds.push(device.deviceId)
  Object.assign(row, {
    total: deviceIds.length,
    state: 'queued',
    error_code: null,
    error_message: null,
  } satisfies Partial<OperationRow>)
  const now = deps.clock.now()
  const { id, ...change } = row
  await deps.store.db.transaction().execute(async (tx) => {
    await updateOperation(tx, id, change)
    await insertItems(
      tx,
      deviceIds.map((deviceId, position) => newItem(id, position, deviceId, org, now)),
    )
    await insertHolds(
      tx,
      deviceIds.map((deviceId) => newHold(row, deviceId, 'fallback-stop', now)),
    )
  })
  runOperation(deps, org, row)
}
