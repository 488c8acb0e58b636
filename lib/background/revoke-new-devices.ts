/** A fall-back stop in force covers later devices too: each active device that it does not hold is revoked when seen. */

import { eachInSlices, runYielding } from '@/lib/concurrency/cooperative'
import { extendStop } from '@/lib/operations/extend-stop'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { listLiveStops } from '@/lib/store/operations'
import type { BackgroundDeps } from './background-deps'

export async function revokeNewDevices(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  const stops = await listLiveStops(deps.store.reads, org.row.id)
  const stop = stops.filter((row) => row.kind === 'disable' && row.total > 0 && row.state === 'finished').at(-1)
  if (stop?.stop_status !== 'accepted' || deps.resumes.isResuming(org.row.id, null)) return
  const covered = await deps.coveredItems.of(deps.store.reads, stop)
  const newDevices: string[] = []
  const active = org.fleet.idsActiveAt(undefined)
  await runYielding(
    eachInSlices(active, (deviceId) => {
      if (!covered.has(deviceId) && !deps.resumes.isResuming(org.row.id, deviceId)) newDevices.push(deviceId)
    }),
  )
  if (newDevices.length > 0) await extendStop(deps, org, stop, newDevices, 'fallback-stop')
}
