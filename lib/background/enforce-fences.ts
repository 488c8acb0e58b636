/**
 * After each reading: every fence in force revokes devices that match it and that it does not hold yet, and again those that were
 * restored. Each is recorded and held. When a fence ends, it revokes no new devices; what it revoked stays revoked.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { authorityNow } from '@/lib/fleet/reading'
import { TWIN_CHANGED } from '@/lib/operations/calls/twin-changes'
import { extendStop } from '@/lib/operations/extend-stop'
import { readStoredSelector } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { endFence, listFences, markReminded } from '@/lib/store/fences'
import { idsWithCode, updateItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import type { FenceRow, OperationRow } from '@/lib/store/rows/schema'
import type { BackgroundDeps } from './background-deps'

/** Ids that an event names; the operation has them all. */
const NAMED_MAX = 20

export async function enforceFences(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  for (const fence of await listFences(deps.store.reads, org.row.id)) {
    if (fence.ended_at !== null || (await isEnded(deps, org, fence))) continue
    await remind(deps, org, fence)
    if (!org.reading.error) await catchMatches(deps, org, fence)
  }
}

async function isEnded(deps: BackgroundDeps, org: OrgRuntime, fence: FenceRow): Promise<boolean> {
  const now = deps.clock.now()
  if (fence.ends_at === null || fence.ends_at > now) return false
  await deps.store.db.transaction().execute(async (tx) => {
    if (await endFence(tx, fence.operation_id, now))
      await record(tx, consoleOrigin(org.row.id, now), 'fence.ended', { operationId: fence.operation_id })
  })
  return true
}

async function remind(deps: BackgroundDeps, org: OrgRuntime, fence: FenceRow): Promise<void> {
  const now = deps.clock.now()
  if (fence.remind_at === null || fence.remind_at > now || fence.reminded_at !== null) return
  await deps.store.db.transaction().execute(async (tx) => {
    if (await markReminded(tx, fence.operation_id, now))
      await record(tx, consoleOrigin(org.row.id, now), 'fence.due', { operationId: fence.operation_id })
  })
}

async function catchMatches(deps: BackgroundDeps, org: OrgRuntime, fence: FenceRow): Promise<void> {
  const { reads } = deps.store
  const stop = await findOperation(reads, fence.operation_id)
  // A fence that is under way revokes new devices at its next reading.
  if (stop?.state !== 'finished') return
  const { newDevices, restored } = await findMatches(deps, org, fence, stop)
  const count = newDevices.length + restored.length
  if (count === 0) return
  await extendStop(deps, org, stop, newDevices, 'fence', async (tx, now) => {
    const open = { outcome: 'pending', accepted_at: null, code: null, message: null, updated_at: now } as const
    await updateItems(tx, stop.id, restored, open)
    const devices = [...newDevices, ...restored].slice(0, NAMED_MAX)
    const data = { operationId: stop.id, count, again: restored.length, devices }
    await record(tx, consoleOrigin(org.row.id, now), 'fence.caught', data)
  })
}

type Matches = { newDevices: string[]; restored: string[] }

async function findMatches(
  deps: BackgroundDeps,
  org: OrgRuntime,
  fence: FenceRow,
  stop: OperationRow,
): Promise<Matches> {
  const { reading } = org
  const found: Matches = { newDevices: [], restored: [] }
  // A snapshot from before the fence's last run ended does not show what was restored since.
  if (reading.startedAt === null || reading.startedAt <= (stop.finished_at ?? 0)) return found
  const covered = await deps.coveredItems.of(deps.store.reads, stop)
  const env = {
    nowMs: authorityNow(reading, deps.clock.now()),
    operationDevices: () => null,
    stopState: () => null,
  }
  const terms = readStoredSelector(org, fence.selector)
  for (const { deviceId, status } of await org.fleet.select({ terms, env })) {
    if (deps.resumes.isResuming(org.row.id, deviceId)) continue
    if (!covered.has(deviceId)) found.newDevices.push(deviceId)
    else if (status === 'active') found.restored.push(deviceId)
  }
  // If the authority takes a device for another one, a second call would stop the wrong device again.
  const mistaken = new Set(found.restored.length > 0 ? await idsWithCode(deps.store.reads, stop.id, TWIN_CHANGED) : [])
  return { ...found, restored: found.restored.filter((id) => !mistaken.has(id)) }
}
