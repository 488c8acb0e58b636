/** One try at stopping an org, and its outcome. Waits for the authority, never for the store. */

import { consoleOrigin, eventRow } from '@/lib/audit/audit-log'
import { UpstreamError } from '@/lib/domain/errors'
import {
  acceptStop,
  isOver,
  refuseStop,
  type StopFault,
  type StopState,
  stopOtherwise,
  waitWithStop,
} from '@/lib/domain/stop-state'
import { markOf } from '@/lib/evidence/mark-of'
import type { OrgStatus } from '@/lib/machineid/client'
import { wasNotTaken } from '@/lib/machineid/connection-fault'
import { refusedAlarm } from '@/lib/operations/refused-alarm'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertAlarms } from '@/lib/store/alarms'
import type { OperationRow } from '@/lib/store/rows/schema'
import { moveStop } from '@/lib/store/state-columns'
import { persistStopRequest } from './persist-stop-request'
import type { StopDeps } from './stop-deps'
import type { JournalEvent } from './stop-requests'

/** `open`: no clear answer, it may have worked; `unsent`: it certainly was not taken. */
export type StopAttempt = 'accepted' | 'refused' | 'unsupported' | 'open' | 'unsent'

/** Calls the authority once and writes down the outcome. Mutates `row`. Never rejects. */
export function attemptOrgStop(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<StopAttempt> {
  const attempt = tryOnce(deps, org, row)
  holdResumes(org, attempt)
  return attempt
}

/** A resume waits until every stop of the org that is under way has its answer, not only the newest. */
export function holdResumes(org: OrgRuntime, attempt: Promise<unknown>): void {
  const all = Promise.allSettled([org.stopAttempt, attempt]).then(() => {
    if (org.stopAttempt === all) org.stopAttempt = null
  })
  org.stopAttempt = all
}

/** Reads whether the org is stopped: this finds the outcome of a lost answer. False if the reading does not show a stop. */
export async function foundStopped(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<boolean> {
  const status = await org.connection.client.orgStatus({ lane: 'stop', retries: 0 }).catch(() => undefined)
  if (status?.execution !== 'disabled' || deps.resumes.isResuming(org.row.id, null) || isOver(row)) return false
  await accept(deps, org, row, status)
  return true
}

async function tryOnce(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<StopAttempt> {
  let answer: OrgStatus
  try {
    answer = await org.connection.client.orgDisable(row.reason ?? undefined)
  } catch (error) {
    return noteFault(deps, org, row, error)
  }
  await accept(deps, org, row, answer)
  return 'accepted'
}

async function accept(deps: StopDeps, org: OrgRuntime, row: OperationRow, answer: OrgStatus): Promise<void> {
  const now = deps.clock.now()
  Object.assign(org.reading, { execution: answer, executionAt: now })
  const { revision, requestId } = answer
  moveStop(row, (stop) => acceptStop(stop, now, { revision, authorityAt: authorityTimeOf(org, answer), requestId }))
  org.stops.accept(row.id, markOf(row), null, now)
  const data = { operationId: row.id, operation: row.kind, count: 0, requestId }
  await writeDown(deps, row, eventRow(consoleOrigin(org.row.id, now), 'operation.accepted', data, null))
  deps.live.changed(org)
  deps.sampleSoon(org)
}

/**
 * If the authority's clock was set back since the last reading, a validate allowed before the stop would look as if it were
 * allowed after it. So the later of the two times is used.
 */
function authorityTimeOf({ reading }: OrgRuntime, { now, changedAt }: OrgStatus): number | null {
  const reported = now ?? changedAt
  return reported === undefined || reported === null ? null : Math.max(reported, reading.authorityNow ?? reported)
}

async function noteFault(deps: StopDeps, org: OrgRuntime, row: OperationRow, error: unknown): Promise<StopAttempt> {
  const fault =
    error instanceof UpstreamError
      ? error
      : new UpstreamError('upstream-unavailable', 'The call failed in the console.')
  const attempt = attemptOf(fault)
  const request = deps.stopRequests.of(row, 'store')
  request.retryAfterMs = fault.retryAfterMs
  const before = JSON.stringify([row.stop_status, row.error_code, row.error_message])
  const now = deps.clock.now()
  const over = attempt === 'refused'
  const alarm = over ? refusedAlarm(row.stop_status, row, now) : null
  if (alarm) request.alsoWrite = (tx) => insertAlarms(tx, [alarm]).then(() => undefined)
  moveStop(row, (stop) => afterAttempt(stop, attempt, now, stopFaultOf(fault)))
  // An outage may last for hours, with several tries a second: an unchanged state is not written again.
  if (before === JSON.stringify([row.stop_status, row.error_code, row.error_message])) return attempt
  const ended = { code: row.error_code ?? '', message: row.error_message ?? '' }
  const data = { operationId: row.id, operation: row.kind, outcomes: {}, error: ended }
  const event = over ? eventRow(consoleOrigin(org.row.id, now), 'operation.finished', data, null) : null
  await writeDown(deps, row, event)
  deps.live.changed(org)
  return attempt
}

function afterAttempt(
  stop: StopState,
  attempt: Exclude<StopAttempt, 'accepted'>,
  now: number,
  fault: StopFault,
): StopState {
  if (attempt === 'refused') return refuseStop(stop, now, fault)
  return attempt === 'unsupported' ? stopOtherwise(stop, fault) : waitWithStop(stop, attempt === 'unsent', fault)
}

const stopFaultOf = ({ upstreamCode, code, detail, upstreamRequestId }: UpstreamError): StopFault => ({
  code: upstreamCode ?? code,
  message: detail,
  requestId: upstreamRequestId ?? null,
})

/** What a person or a newer resume ended meanwhile stays ended, unless the authority took the stop after all. */
const writeDown = (deps: StopDeps, row: OperationRow, event: JournalEvent | null) =>
  persistStopRequest(deps, deps.stopRequests.of(row, 'store'), event)

function attemptOf(fault: UpstreamError): Exclude<StopAttempt, 'accepted'> {
  if (fault.code === 'upstream-unsupported') return 'unsupported'
  if (fault.code === 'upstream-denied' || fault.code === 'upstream-key-rejected') return 'refused'
  return wasNotTaken(fault) ? 'unsent' : 'open'
}
