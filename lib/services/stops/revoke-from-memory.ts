/**
 * A stop of devices while the store cannot be written: revokes them at once. Which ones is a line of the stop sink before the
 * first call; items and holds reach the store when it takes them.
 */
import type { OutcomeCounts } from '@/lib/domain/operation'
import { insertHolds, liveHoldsOf } from '@/lib/store/holds'
import { replaceItems } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import { consoleOrigin, eventRow } from '../audit-log'
import type { Deps } from '../context'
import { BATCH_IDS_MAX, type CallResult, callDevices } from '../operations/call-devices'
import { isInWantedState } from '../operations/is-in-wanted-state'
import { newHold, newItem } from '../operations/plan-items'
import type { OrgRuntime } from '../orgs/org-runtime'
import { recordPress } from './record-press'
import type { Press } from './stop-presses'

/** What got no clear answer is sent again after each of these pauses, in ms. */
const AGAIN_MS = [250, 1_000, 3_000]

/** Outcomes that keep nothing stopped, unless the authority acknowledged it. */
const MISSED = new Set<OperationItemRow['outcome']>(['refused', 'failed'])

/** What a stop without the store came to, per device. */
export type FromMemory = { outcomes: OutcomeCounts }

/** The devices that memory does not know as revoked, for an authority without org disable. Reads once when none were read. */
export async function idsNotRevoked(org: OrgRuntime): Promise<string[]> {
  org.reading.capabilities = { ...org.reading.capabilities, orgDisable: 'no' }
  if (org.reading.readAt === null) await org.reader.readNow().catch(() => undefined)
  return org.fleet.idsNotRevoked()
}

/** Mutates the press. Never rejects. */
export async function revokeFromMemory(
  deps: Deps,
  org: OrgRuntime,
  press: Press,
  deviceIds: readonly string[],
): Promise<FromMemory> {
  const { row } = press
  if (deviceIds.length > 0)
    deps.stopSink.write({ kind: 'stop.devices', at: deps.clock.now(), operation_id: row.id, devices: deviceIds })
  const items = deviceIds.map((deviceId, position) => newItem(row.id, position, deviceId, org, deps.clock.now()))
  const results = await callAll(deps, org, deviceIds)
  const now = deps.clock.now()
  const taken = [...results.values()].filter(({ answer }) => answer === 'ok')
  Object.assign(row, { ...endingOf(org, deviceIds.length, [...results.values()], now), finished_at: now })
  if (taken.length > 0) org.stops.accept(row.id, { kind: 'revoke' }, taken, now)
  // Acknowledged is not done: that is only what a reading shows.
  const wasRead = await org.reader.readNow().then(
    () => true,
    () => false,
  )
  const ended = items.map((item) => endedItem(org, item, results.get(item.device_id), wasRead, now))
  press.alsoWrite = async (tx) => {
    await replaceItems(tx, row.id, ended)
    const kind = row.kind === 'disable' ? 'fallback-stop' : 'operation'
    const held = new Set((await liveHoldsOf(tx, row.id)).map((hold) => hold.device_id))
    // Whatever it may have stopped: an answer that was lost takes no hold away.
    const isMissed = (item: OperationItemRow) => MISSED.has(item.outcome) && item.accepted_at === null
    const lacking = ended.filter((item) => !isMissed(item) && !held.has(item.device_id))
    await insertHolds(
      tx,
      lacking.map((item) => newHold(row, item.device_id, kind, now)),
    )
  }
  const data = { operationId: row.id, operation: row.kind, count: taken.length }
  const event = eventRow(consoleOrigin(org.row.id, now), 'operation.accepted', data, null)
  await recordPress(deps, press, taken.length > 0 ? event : null)
  deps.live.changed(org)
  const outcomes: OutcomeCounts = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }
  for (const item of ended) outcomes[item.outcome] += 1
  return { outcomes }
}

/** Batch after batch, and again what got no clear answer. */
async function callAll(deps: Deps, org: OrgRuntime, deviceIds: readonly string[]): Promise<Map<string, CallResult>> {
  const results = new Map<string, CallResult>()
  let open = deviceIds
  for (let round = 0; open.length > 0; round += 1) {
    for (let from = 0; from < open.length; from += BATCH_IDS_MAX) {
      for (const result of await callDevices(org, 'revoke', open.slice(from, from + BATCH_IDS_MAX)))
        results.set(result.deviceId, result)
    }
    open = deviceIds.filter((id) => !['ok', 'refused', 'failed'].includes(results.get(id)?.answer ?? ''))
    const pauseMs = AGAIN_MS[round]
    if (pauseMs === undefined || deps.closing.aborted) break
    if (open.length > 0) await deps.pause(pauseMs)
  }
  return results
}

function endedItem(
  org: OrgRuntime,
  item: OperationItemRow,
  result: CallResult | undefined,
  wasRead: boolean,
  now: number,
): OperationItemRow {
  const isRevoked = wasRead && isInWantedState(org, 'revoke', item.device_id)
  const refused = result?.answer === 'refused' || result?.answer === 'failed' ? result.answer : undefined
  return {
    ...item,
    outcome: isRevoked ? 'done' : (refused ?? (wasRead ? 'failed' : 'unknown')),
    accepted_at: result?.answer === 'ok' ? now : null,
    accepted_revision: result?.revision ?? null,
    code: result?.code ?? null,
    message: result?.message ?? null,
    request_id: result?.requestId ?? null,
  }
}

function endingOf(org: OrgRuntime, total: number, results: CallResult[], now: number): Partial<OperationRow> {
  const acknowledged = results.some(({ answer }) => answer === 'ok')
  const refused = results.length > 0 && results.every(({ answer }) => answer === 'refused')
  const missed = results.find(({ answer }) => answer !== 'ok')
  const nothing = org.reading.readAt === null ? 'its devices could not be read' : 'it has no device that is active'
  return {
    state: 'finished',
    total,
    stop_status: acknowledged
      ? 'accepted'
      : refused || (total === 0 && org.reading.readAt !== null)
        ? 'refused'
        : 'unknown',
    accepted_at: acknowledged ? now : null,
    accepted_authority_at: null,
    error_code: missed?.code ?? null,
    error_message:
      total === 0
        ? `${org.authority.name} has no org stop, and ${nothing}: nothing was stopped.`
        : (missed?.message ?? null),
  }
}
