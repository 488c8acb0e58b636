/** A fall-back stop in force covers whoever comes later too: each active device that it does not hold is revoked when seen. */
import { insertHolds } from '@/lib/store/holds'
import { insertItems, listItems, listLiveStops, updateOperation } from '@/lib/store/operations'
import type { Deps } from '../context'
import { newHold, newItem } from '../operations/plan-items'
import { runOperation } from '../operations/run-operation'
import type { OrgRuntime } from '../orgs/org-runtime'

export async function catchNewcomers(deps: Deps, org: OrgRuntime): Promise<void> {
  const { db } = deps.store
  const stops = await listLiveStops(db, org.row.id)
  const stop = stops.filter((row) => row.kind === 'disable' && row.total > 0 && row.state === 'finished').at(-1)
  if (stop?.stop_status !== 'accepted' || deps.resumes.isResuming(org.row.id, null)) return
  const covered = new Set((await listItems(db, stop.id)).map((item) => item.device_id))
  const newcomers: string[] = []
  for (const { deviceId, status } of org.fleet.devices()) {
    if (status === 'active' && !covered.has(deviceId) && !deps.resumes.isResuming(org.row.id, deviceId))
      newcomers.push(deviceId)
  }
  if (newcomers.length === 0) return
  const now = deps.clock.now()
  const total = covered.size + newcomers.length
  await db.transaction().execute(async (tx) => {
    await updateOperation(tx, stop.id, { total, state: 'queued' })
    await insertItems(
      tx,
      newcomers.map((deviceId, index) => newItem(stop.id, covered.size + index, deviceId, org, now)),
    )
    await insertHolds(
      tx,
      newcomers.map((deviceId) => newHold(stop, deviceId, 'fallback-stop', now)),
    )
  })
  runOperation(deps, org, { ...stop, total })
}
