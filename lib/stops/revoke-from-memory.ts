/**
 * A stop of devices while the store cannot be written: revokes them at once. Their ids are a line of the emergency journal before
 * the first call; items and holds are written when the store takes them.
 */

import { consoleOrigin, eventRow } from '@/lib/audit/audit-log'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { isClear } from '@/lib/domain/call-outcome'
import type { OutcomeCounts } from '@/lib/domain/operation'
import { NO_FAULT, waitWithStop } from '@/lib/domain/stop-state'
import { BATCH_IDS_MAX } from '@/lib/machineid/batch-calls'
import { type CallResult, callDevices } from '@/lib/operations/calls/call-devices'
import { GARBLED_MAX } from '@/lib/operations/calls/call-stop-with-retries'
import { longestAsked } from '@/lib/operations/calls/call-with-retries'
import { isInWantedState, tryToRead } from '@/lib/operations/calls/read-back'
import {
  NO_CHANGES,
  observedTwinChanges,
  raiseTwinAlarms,
  TWIN_CHANGED,
  twinMessage,
} from '@/lib/operations/calls/twin-changes'
import { notListed, twinsBefore } from '@/lib/operations/calls/twins'
import { newHold, newItem } from '@/lib/operations/plan/plan-items'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertHolds, liveHoldsOf } from '@/lib/store/holds'
import { replaceItems } from '@/lib/store/operation-items'
import type { OperationItemRow, OperationRow, TwinRow } from '@/lib/store/rows/schema'
import { moveStop } from '@/lib/store/state-columns'
import { endedItem, endingOf } from './memory-ending'
import { persistStopRequest } from './persist-stop-request'
import type { StopDeps } from './stop-deps'
import type { StopRequest } from './stop-requests'

/** Outcomes that keep nothing stopped, unless the authority acknowledged it. */
const MISSED = new Set<OperationItemRow['outcome']>(['refused', 'failed'])

/** The outcome of a stop without the store, per device. */
export type FromMemory = { outcomes: OutcomeCounts }

/** The devices that are not revoked in the last snapshot, for an authority without org disable. Reads once when none were read. */
export async function idsNotRevoked(org: OrgRuntime): Promise<string[]> {
  org.reading.capabilities = { ...org.reading.capabilities, orgDisable: 'no' }
  if (org.reading.readAt === null) await org.reader.readNow().catch(() => undefined)
  return org.fleet.idsNotRevoked()
}

/** Mutates the request. Never rejects. What the authority did not take is sent again in the background until it is. */
export async function revokeFromMemory(
  deps: StopDeps,
  org: OrgRuntime,
  request: StopRequest,
  deviceIds: readonly string[],
): Promise<FromMemory> {
  const { row } = request
  if (deviceIds.length > 0)
    deps.journal.write({ kind: 'stop.devices', at: deps.clock.now(), operation_id: row.id, devices: deviceIds })
  const items = deviceIds.map((deviceId, position) => newItem(row.id, position, deviceId, org, deps.clock.now()))
  const twins = twinsBefore(org, row.id, deviceIds)
  const results = notSent(org, deviceIds)
  await callOnce(
    deps,
    org,
    row,
    deviceIds.filter((id) => !results.has(id)),
    results,
  )
  const open = openOf(org, deviceIds, results, await tryToRead(org))
  if (open.length === 0) return settle(deps, org, request, { items, results, twins })
  await noteOpen(deps, request, items, open, results)
  deps.running.start(row.id, (haltSignal) =>
    revokeWhenReached(deps, org, request, { items, open, results, twins, haltSignal })
      .catch((error) => deps.log.error({ err: error, operationId: row.id }, 'a stop from memory is sent no more'))
      .finally(() => org.outage.forget(row.id)),
  )
  return { outcomes: { ...NO_OUTCOMES, pending: deviceIds.length } }
}

const NO_OUTCOMES: OutcomeCounts = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }

/** `twins`: of its devices, as they were before it. */
type Sent = { items: readonly OperationItemRow[]; results: Map<string, CallResult>; twins: readonly TwinRow[] }
type Waiting = Sent & { open: readonly string[]; haltSignal: AbortSignal }

/** Refused without a call: it would reach another device. */
function notSent(org: OrgRuntime, deviceIds: readonly string[]): Map<string, CallResult> {
  const results = new Map<string, CallResult>()
  for (const deviceId of deviceIds) {
    const message = notListed(org, 'revoke', deviceId)
    if (message !== null) results.set(deviceId, { deviceId, outcome: 'refused', code: 'not-listed', message })
  }
  return results
}

/** Tries again, as any stop that waits for its authority, until each device has a clear answer. */
async function revokeWhenReached(
  deps: StopDeps,
  org: OrgRuntime,
  request: StopRequest,
  waiting: Waiting,
): Promise<void> {
  const { row } = request
  const { results, haltSignal } = waiting
  let { open } = waiting
  for (let tries = 1; open.length > 0; tries += 1) {
    const last = open.flatMap((id) => results.get(id) ?? [])
    const turn = await org.outage.nextTry('devices', {
      operationId: row.id,
      retryAfterMs: longestAsked(last),
      signals: [haltSignal, deps.closing],
      pause: deps.pause,
      now: deps.clock.now,
    })
    let answered = false
    try {
      if (haltSignal.aborted || deps.closing.aborted) return
      const held = await stillHeld(deps, request, open)
      answered = (await callOnce(deps, org, row, held, results)).some(isClear)
      const isGarbled = tries >= GARBLED_MAX && held.every((id) => results.get(id)?.isGarbled)
      open = openOf(org, held, results, isGarbled && (await tryToRead(org)), isGarbled)
    } finally {
      turn.end(answered)
    }
  }
  await tryToRead(org)
  await settle(deps, org, request, waiting)
}

/** Once the store has it, an undo may have given up what it holds. */
async function stillHeld(
  deps: StopDeps,
  { row, recorded }: StopRequest,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (recorded !== 'store') return ids
  const holds = await withTimeoutOr(liveHoldsOf(deps.store.reads, row.id), deps.storeWaitMs, null)
  if (holds === null) return ids
  const held = new Set(holds.map((hold) => hold.device_id))
  return ids.filter((id) => held.has(id))
}

/** Devices without a clear answer that were not read as revoked. @param isGivenUp a reading is the answer for all of them. */
function openOf(
  org: OrgRuntime,
  ids: readonly string[],
  results: ReadonlyMap<string, CallResult>,
  wasRead: boolean,
  isGivenUp = false,
): string[] {
  if (wasRead && isGivenUp) return []
  return ids.filter((id) => !isClear(results.get(id)) && !(wasRead && isInWantedState(org, 'revoke', id)))
}

/** Batch after batch. @returns what was answered now. */
async function callOnce(
  deps: StopDeps,
  org: OrgRuntime,
  row: OperationRow,
  ids: readonly string[],
  results: Map<string, CallResult>,
): Promise<CallResult[]> {
  const answered: CallResult[] = []
  for (let from = 0; from < ids.length; from += BATCH_IDS_MAX) {
    const sending = deps.sent.send(org.row.id, row.id, ids.slice(from, from + BATCH_IDS_MAX))
    const answers = await callDevices(org, 'revoke', sending.deviceIds)
    sending.end([])
    for (const result of answers) results.set(result.deviceId, result)
    answered.push(...answers)
    // If no call was answered, the rest would only wait as long.
    if (!answers.some(isClear)) break
  }
  return answered
}

/** Queued or not known, with all of its items open and held, as the store is to have it until the authority answers. */
async function noteOpen(
  deps: StopDeps,
  request: StopRequest,
  items: readonly OperationItemRow[],
  open: readonly string[],
  results: ReadonlyMap<string, CallResult>,
): Promise<void> {
  const { row } = request
  const first = open.map((id) => results.get(id)).find((result) => result !== undefined)
  const isQueued = open.every((id) => results.get(id)?.notTaken !== false)
  const fault = { ...NO_FAULT, code: first?.code ?? null, message: first?.message ?? null }
  row.total = items.length
  moveStop(row, (stop) => waitWithStop(stop, isQueued, fault))
  const now = deps.clock.now()
  request.alsoWrite = async (tx) => {
    await replaceItems(tx, row.id, items)
    await insertHolds(
      tx,
      items.map((item) => newHold(row, item.device_id, holdKindOf(row), now)),
    )
  }
  await persistStopRequest(deps, request, null)
}

const holdKindOf = ({ kind }: OperationRow) => (kind === 'disable' ? 'fallback-stop' : 'operation')

/** Every device has its answer, or was read: outcomes and holds as they are now. */
async function settle(
  deps: StopDeps,
  org: OrgRuntime,
  request: StopRequest,
  { items, results, twins }: Sent,
): Promise<FromMemory> {
  const { row } = request
  const now = deps.clock.now()
  const taken = [...results.values()].filter(({ outcome }) => outcome === 'accepted')
  Object.assign(row, { ...endingOf(org, items.length, [...results.values()], now), finished_at: now })
  if (taken.length > 0) org.stops.accept(row.id, { kind: 'revoke' }, taken, now)
  // An acknowledged item is not done yet: only a reading shows that.
  const wasRead = await tryToRead(org)
  const sent = items.flatMap(({ device_id: id }) => (results.get(id)?.code === 'not-listed' ? [] : [id]))
  const changes = wasRead ? await observedTwinChanges(deps, org, row, sent, twins) : NO_CHANGES
  const ended = items.map((item) => {
    const [change] = changes.get(item.device_id) ?? []
    const end = endedItem(org, item, results.get(item.device_id), wasRead, now)
    return change ? { ...end, outcome: 'failed' as const, code: TWIN_CHANGED, message: twinMessage(change) } : end
  })
  request.alsoWrite = async (tx) => {
    await replaceItems(tx, row.id, ended)
    await raiseTwinAlarms(tx, org, row, changes, now)
    const held = new Set((await liveHoldsOf(tx, row.id)).map((hold) => hold.device_id))
    // Holds every device that it may have stopped: a lost answer removes no hold.
    const isMissed = (item: OperationItemRow) => MISSED.has(item.outcome) && item.accepted_at === null
    const lacking = ended.filter((item) => !isMissed(item) && !held.has(item.device_id))
    await insertHolds(
      tx,
      lacking.map((item) => newHold(row, item.device_id, holdKindOf(row), now)),
    )
  }
  const data = { operationId: row.id, operation: row.kind, count: taken.length }
  const event = eventRow(consoleOrigin(org.row.id, now), 'operation.accepted', data, null)
  await persistStopRequest(deps, request, taken.length > 0 ? event : null)
  deps.live.changed(org)
  const outcomes: OutcomeCounts = { ...NO_OUTCOMES }
  for (const item of ended) outcomes[item.outcome] += 1
  return { outcomes }
}
