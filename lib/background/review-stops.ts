/**
 * After each reading: raises an alarm for whatever contradicts a stop in force, once per stop and device. A stop of the org
 * that was lifted outside this console ends as *lifted elsewhere*.
 */

import { randomUUID } from 'node:crypto'
import { consoleOrigin, eventRow, record } from '@/lib/audit/audit-log'
import { liftElsewhere } from '@/lib/domain/operation-state'
import { isOrgDisable } from '@/lib/domain/stop-state'
import type { OrgReading } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertAlarms, listAlarmsOf } from '@/lib/store/alarms'
import { appendEvents } from '@/lib/store/audit/append-events'
import { findOperation, listLiveStops, moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { AlarmKind, AlarmRow, OperationRow } from '@/lib/store/rows/schema'
import type { BackgroundDeps } from './background-deps'
import { enforceFences } from './enforce-fences'
import { revokeNewDevices } from './revoke-new-devices'

const RAISED_AT_ONCE = 250

export type StopReviews = { ask: (org: OrgRuntime) => void }

/**
 * One review of an org at a time; if called meanwhile, it runs once more afterwards. `ready`: what the emergency file alone has is in
 * the store. Before, a resume of this console that is only in the file would read as one of others.
 */
export function createStopReviews(deps: BackgroundDeps, ready: Promise<unknown> = Promise.resolve()): StopReviews {
  const waiting = new Map<OrgRuntime, boolean>()
  async function run(org: OrgRuntime): Promise<void> {
    waiting.set(org, false)
    await ready
    do {
      waiting.set(org, false)
      await reviewStops(deps, org).catch((error) =>
        deps.log.error({ err: error, org: org.row.slug }, 'stops not reviewed'),
      )
    } while (waiting.get(org))
    waiting.delete(org)
  }
  return {
    ask(org) {
      if (waiting.has(org)) waiting.set(org, true)
      else void run(org)
    },
  }
}

async function reviewStops(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  if (!org.stops.inForce()) return
  await enforceFences(deps, org)
  if (org.reading.error) return
  await org.stops.review()
  await raiseAlarms(deps, org)
  await revokeNewDevices(deps, org)
}

async function raiseAlarms(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  const now = deps.clock.now()
  const alarm = (kind: AlarmKind, operationId: string, deviceId: string | null): AlarmRow => ({
    id: randomUUID(),
    org_id: org.row.id,
    kind,
    operation_id: operationId,
    device_id: deviceId,
    raised_at: now,
    acknowledged_at: null,
    acknowledged_by: null,
  })
  const live = await listLiveStops(deps.store.reads, org.row.id)
  const isResent = ({ id }: OperationRow) => deps.stopRequests.find(id)?.resending === true
  const lifted = live.filter(
    (stop) =>
      stop.stop_status === 'accepted' &&
      isOrgDisable(stop) &&
      // The store may not have been able to take a resume of this console yet; memory has it.
      org.stops.isWatched(stop.id) &&
      !isResent(stop) &&
      !deps.resumes.isResuming(org.row.id, null) &&
      wasLiftedElsewhere(stop, org.reading),
  )
  const isSettled = (stop: OperationRow) => !lifted.includes(stop) && !isUnderWay(stop) && !isResent(stop)
  const watched = new Set(live.filter(isSettled).map((stop) => stop.id))
  // A device that a resume of this console is starting again is no contradiction.
  const contradicted = org.stops
    .contradicted()
    .filter(({ operationId, deviceId }) => watched.has(operationId) && !deps.resumes.isResuming(org.row.id, deviceId))
  if (lifted.length === 0 && contradicted.length === 0) return
  const rows = contradicted.map(({ operationId, deviceId }) => alarm('contradicted', operationId, deviceId))
  const isNew = await notRaised(deps.store.reads, rows)
  for (const stop of lifted) await raiseLifted(deps, org, stop, alarm('lifted-elsewhere', stop.id, null))
  for (const stop of lifted) org.stops.end(stop.id)
  await raiseContradicted(deps, org, rows.filter(isNew), now)
}

/** Which of these alarms were never raised. In the transaction that raises them nothing else can. */
async function notRaised(db: Db, rows: readonly AlarmRow[]): Promise<(row: AlarmRow) => boolean> {
  const operationIds = [...new Set(rows.map((row) => row.operation_id))]
  const known = new Set((await listAlarmsOf(db, operationIds)).map(keyOf))
  return (row) => !known.has(keyOf(row))
}

/** While it is under way, it still sends again to each device that a resume left active. */
const isUnderWay = ({ state, total }: OperationRow): boolean => total > 0 && (state === 'queued' || state === 'running')

/** Nothing, if the stop has ended since the reading was judged, or was accepted anew. */
async function raiseLifted(deps: BackgroundDeps, org: OrgRuntime, stop: OperationRow, row: AlarmRow): Promise<void> {
  await deps.store.db.transaction().execute(async (tx) => {
    const now = await findOperation(tx, stop.id)
    if (now?.stop_status !== 'accepted' || now.accepted_at !== stop.accepted_at) return
    if (!(await notRaised(tx, [row]))(row)) return
    await insertAlarms(tx, [row])
    await moveOperation(tx, stop.id, liftElsewhere())
    await record(tx, consoleOrigin(org.row.id, row.raised_at), 'stop.lifted-elsewhere', { operationId: stop.id })
  })
}

/** Alarms with their events, so many per transaction: a whole fleet may be restarted elsewhere. */
async function raiseContradicted(
  deps: BackgroundDeps,
  org: OrgRuntime,
  rows: readonly AlarmRow[],
  now: number,
): Promise<void> {
  const origin = consoleOrigin(org.row.id, now)
  for (let from = 0; from < rows.length; from += RAISED_AT_ONCE) {
    const slice = rows.slice(from, from + RAISED_AT_ONCE)
    await deps.store.db.transaction().execute(async (tx) => {
      const raised = slice.filter(await notRaised(tx, slice))
      const events = raised.map(({ operation_id: operationId, device_id: deviceId }) =>
        eventRow(origin, 'stop.contradicted', { operationId, deviceId: deviceId as string }, null),
      )
      await insertAlarms(tx, raised)
      await appendEvents(tx, events)
    })
  }
}

const keyOf = ({ kind, operation_id, device_id }: Pick<AlarmRow, 'kind' | 'operation_id' | 'device_id'>): string =>
  JSON.stringify([kind, operation_id, device_id])

/** Read as enabled after the stop was accepted: by revision, else by the authority's own times, else by what it reports now. */
function wasLiftedElsewhere(stop: OperationRow, { execution, startedAt }: OrgReading): boolean {
  if (execution?.execution !== 'enabled' || startedAt === null || startedAt < (stop.accepted_at ?? 0)) return false
  const { accepted_revision: revision, accepted_authority_at: at } = stop
  if (revision !== null && execution.revision !== undefined) return execution.revision > revision
  if (at !== null && execution.changedAt != null) return execution.changedAt > at
  return true
}
