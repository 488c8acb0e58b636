/**
 * Which devices of a stop were denied: if it is in force, from the fleet's snapshot; if it ended, as it was seen then, with what
 * the snapshot still shows of the rest.
 */

import { runYielding, type Slices } from '@/lib/concurrency/cooperative'
import type { Decision, Device } from '@/lib/domain/device'
import { deviceStopState, type StopMark } from '@/lib/domain/stop'
import { confirmationsKept } from '@/lib/store/confirmations'
import { releasesOf } from '@/lib/store/incidents'
import { listItems } from '@/lib/store/operation-items'
import type { Db } from '@/lib/store/rows/db'
import type { ConfirmationRow, OperationRow } from '@/lib/store/rows/schema'
import { markOf } from './mark-of'
import type { WatchedOrg } from './stop-summary'

/** `until`: the authority's revision at the resume; `null` where it was resumed and no revision is known. */
type Covered = { deviceId: string; mark: StopMark; until?: number | null }

export type Confirmation = { deviceId: string; decision: Decision }
export type Confirmations = { confirmed: Confirmation[]; unconfirmed: string[] }

/** @param resumes the accepted resumes of the stop; for a stop of the whole org the first one ends it. */
export async function confirmationsOf(
  db: Db,
  org: WatchedOrg,
  stop: OperationRow,
  resumes: readonly OperationRow[],
): Promise<Confirmations> {
  if (stop.accepted_at === null) return { confirmed: [], unconfirmed: [] }
  const kept = new Map((await confirmationsKept(db, stop.id)).map((row) => [row.device_id, row]))
  const covered = stop.kind === 'disable' && stop.total === 0 ? wholeOrg(org, stop, resumes) : await items(db, stop)
  return runYielding(sort(org, covered, kept))
}

const STEP_DEVICES = 256

function* sort(
  org: WatchedOrg,
  covered: readonly Covered[],
  kept: ReadonlyMap<string, ConfirmationRow>,
): Slices<Confirmations> {
  const result: Confirmations = { confirmed: [], unconfirmed: [] }
  for (const [index, one] of covered.entries()) {
    const { deviceId } = one
    const row = kept.get(deviceId)
    const device = org.fleet.get(deviceId)
    const decision = row ? decisionOf(row) : device && denialOf(device, one)
    if (decision) result.confirmed.push({ deviceId, decision })
    else result.unconfirmed.push(deviceId)
    if (index % STEP_DEVICES === 0) yield
  }
  // Of a stop of the whole org: devices that were denied and are no longer in the list.
  const listed = new Set(covered.map(({ deviceId }) => deviceId))
  for (const [deviceId, row] of kept)
    if (!listed.has(deviceId)) result.confirmed.push({ deviceId, decision: decisionOf(row) })
  return result
}

const decisionOf = ({ code, at, revision, request_id: requestId, proven }: ConfirmationRow): Decision => ({
  allowed: false,
  code,
  at: at ?? undefined,
  revision: revision ?? undefined,
  requestId: requestId ?? undefined,
  ...(proven && { proven: true }),
})

/** The row of a device that was denied under a stop, as it is kept. */
export const confirmationRow = (operationId: string, { deviceId, lastDecision }: Device): ConfirmationRow => ({
  operation_id: operationId,
  device_id: deviceId,
  code: lastDecision?.code ?? '',
  at: lastDecision?.at ?? null,
  revision: lastDecision?.revision ?? null,
  request_id: lastDecision?.requestId ?? null,
  proven: lastDecision?.proven ? 1 : 0,
})

function wholeOrg(org: WatchedOrg, stop: OperationRow, resumes: readonly OperationRow[]): Covered[] {
  const mark = markOf(stop)
  const end = resumes.find((row) => row.accepted_at !== null)
  const over = stop.stop_status === 'lifted' || stop.stop_status === 'lifted-elsewhere'
  const until = over ? { until: end?.accepted_revision ?? null } : {}
  return org.fleet.idsActiveAt(mark.acceptedAt).map((deviceId) => ({ deviceId, mark, ...until }))
}

async function items(db: Db, stop: OperationRow): Promise<Covered[]> {
  const mark = { ...markOf(stop), kind: 'revoke' as const }
  const released = new Map((await releasesOf(db, stop.id)).map((row) => [row.device_id, row.accepted_revision]))
  return (await listItems(db, stop.id))
    .filter((item) => item.accepted_at !== null || item.outcome === 'skipped')
    .map((item) => ({
      deviceId: item.device_id,
      mark: { ...mark, revision: item.accepted_revision ?? mark.revision },
      ...(released.has(item.device_id) ? { until: released.get(item.device_id) ?? null } : {}),
    }))
}

/** The last decision where it is a no after the stop and, where that was lifted, before the resume. */
function denialOf(device: Device, { mark, until }: Covered): Decision | null {
  const { lastDecision } = device
  if (!lastDecision || lastDecision.allowed) return null
  // What matters here is the answer, not what the device is by now.
  if (deviceStopState({ ...device, status: 'revoked' }, mark) !== 'confirmed') return null
  if (until === undefined) return lastDecision
  return until !== null && lastDecision.revision !== undefined && lastDecision.revision < until ? lastDecision : null
}
