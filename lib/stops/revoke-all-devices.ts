/**
 * The other kind of stop, for an authority without org disable: revokes every device known to be active and places a hold
 * on exactly those, so that lifting it restores no other. The same confirm covers it.
 */
import { authorityAtStart } from '@/lib/domain/authority-name'
import { continueOperation } from '@/lib/domain/operation-state'
import { giveUpStop, refuseStop } from '@/lib/domain/stop-state'
import { newItem } from '@/lib/operations/plan/plan-items'
import { runOperation } from '@/lib/operations/run-operation'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertHoldsOfItems, liveHoldsOf } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { listLiveStops, saveState } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { columnsOf, moveStop } from '@/lib/store/state-columns'
import type { StopDeps } from './stop-deps'
import { whyNothing } from './why-nothing'

/** Devices not known to be revoked, and those that another fall-back stop in force holds: each request holds all of them. */
async function idsToStop(deps: StopDeps, org: OrgRuntime): Promise<string[]> {
  const ids = new Set(org.fleet.idsNotRevoked())
  for (const stop of await listLiveStops(deps.store.reads, org.row.id)) {
    if (stop.kind !== 'disable' || stop.total === 0) continue
    for (const hold of await liveHoldsOf(deps.store.reads, stop.id)) ids.add(hold.device_id)
  }
  return [...ids]
}

async function refuse(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { authority, reading } = org
  const message = `${authorityAtStart(authority.name)} has no org stop, and ${whyNothing(reading)}: nothing was stopped.`
  const end = reading.readAt === null ? giveUpStop : refuseStop
  moveStop(row, (stop) => end(stop, deps.clock.now(), { ...stop.fault, message }))
  await saveState(deps.store.db, row)
}

/** Turns the requested stop into one with items, and starts it. Mutates `row`. */
export async function revokeAllDevices(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<void> {
  org.reading.capabilities = { ...org.reading.capabilities, orgDisable: 'no' }
  if (org.reading.readAt === null) await org.reader.readNow().catch(() => undefined)
  const deviceIds = await idsToStop(deps, org)
  if (deviceIds.length === 0) return refuse(deps, org, row)
  Object.assign(row, { total: deviceIds.length, ...columnsOf(continueOperation()) })
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    await saveState(tx, row)
    await insertItems(
      tx,
      deviceIds.map((deviceId, position) => newItem(row.id, position, deviceId, org, now)),
    )
    await insertHoldsOfItems(tx, row, 'fallback-stop', now)
  })
  runOperation(deps, org, row)
}
