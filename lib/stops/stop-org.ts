/**
 * The short path that stops a whole org. It shares no queue with anything, waits for no reading, and for the store no longer
 * than `STORE_WAIT_MS`: if the store has not taken it by then, it is a durable line of the emergency journal, and the stop is sent.
 */

import { eventRow, originOf } from '@/lib/audit/audit-log'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { AppError } from '@/lib/domain/errors'
import { isOver } from '@/lib/domain/stop-state'
import type { Act } from '@/lib/operations/deps/operation-deps'
import { newOperation } from '@/lib/operations/plan/new-operation'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { attemptOrgStop, holdResumes } from './attempt-org-stop'
import { persistStopRequest } from './persist-stop-request'
import { retryOrgStop } from './retry-org-stop'
import { revokeAllDevices } from './revoke-all-devices'
import { idsNotRevoked, revokeFromMemory } from './revoke-from-memory'
import type { StopDeps } from './stop-deps'
import type { StopRequest } from './stop-requests'

export type OrgStopInput = { id: string; reason?: string; undoes?: string; bodyDigest: string }

/**
 * Sends the stop at once; an open stop goes on being sent in the background. The same id again, at the same time or later, is
 * the same request. @returns what is known of it. @throws AppError `conflict` when the id was another act.
 */
export function requestOrgStop(context: Act<StopDeps>, input: OrgStopInput): Promise<OperationRow> {
  const requests = context.deps.stopRequests
  const known = requests.find(input.id)
  if (known) return requestedBefore(context, known.row, input, known)
  const picked = { total: 0, selector: null, selectionId: null }
  const row = newOperation(context, { ...input, kind: 'disable' }, input.bodyDigest, picked)
  row.state = 'running'
  const request = requests.of(row, 'pending')
  request.answered = send(context, request, input)
  request.answered.catch(() => undefined)
  holdResumes(context.org, request.answered)
  return request.answered
}

async function send(context: Act<StopDeps>, request: StopRequest, input: OrgStopInput): Promise<OperationRow> {
  const { deps, org } = context
  const { row } = request
  // A resume that comes later than this waits for the stop's answer, and is the newer act.
  const preempted = deps.resumes.preempt(org.row.id, null)
  request.resending = preempted.count > 0
  const data = { operationId: row.id, operation: row.kind, count: 0, selector: null }
  const earlier = await persistStopRequest(
    deps,
    request,
    eventRow(originOf(context, org.row.id), 'operation.requested', data, row.reason),
  )
  if (earlier) {
    request.row = earlier
    request.recorded = 'store'
    request.backlog.length = 0
    request.resending = false
    return requestedBefore(context, earlier, input, null)
  }
  const attempt = await attemptOrgStop(deps, org, row)
  if (preempted.count) void resendAfter(deps, org, request, preempted.ended)
  if (attempt === 'unsupported') await stopWithoutOrgStop(deps, org, request)
  if (attempt === 'open' || attempt === 'unsent') retryOrgStop(deps, org, row)
  void org.reader.readNow().catch(() => undefined)
  return row
}

/** A stop of devices needs its items in the store; if they cannot be written, the devices in memory are revoked all the same. */
async function stopWithoutOrgStop(deps: StopDeps, org: OrgRuntime, request: StopRequest): Promise<void> {
  if (request.recorded !== 'store') return void (await revokeFromMemory(deps, org, request, await idsNotRevoked(org)))
  try {
    await revokeAllDevices(deps, org, request.row)
  } catch (error) {
    deps.log.error({ err: error, operationId: request.row.id }, 'the items of a stop could not be recorded')
    await revokeFromMemory(deps, org, request, await idsNotRevoked(org))
  }
}

async function requestedBefore(
  { org }: Act<StopDeps>,
  row: OperationRow,
  input: OrgStopInput,
  request: StopRequest | null,
): Promise<OperationRow> {
  if (row.org_id !== org.row.id || row.body_digest !== input.bodyDigest)
    throw new AppError('conflict', 'This operation id was used for another act. Nothing was sent; use a new id.')
  if (request?.answered) await request.answered
  return request?.row ?? row
}

/** A resume that was in flight may have enabled the org after the stop: it is stopped again. */
async function resendAfter(deps: StopDeps, org: OrgRuntime, request: StopRequest, ended: Promise<void>): Promise<void> {
  await ended
  await resend(deps, org, request.row)
  await deps.running.ended(request.row.id)
  request.resending = false
}

async function resend(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<void> {
  // Meanwhile it may have been lifted by a newer resume, or withdrawn.
  const current = await withTimeoutOr(findOperation(deps.store.reads, row.id), deps.storeWaitMs, undefined)
  if (isOver(row) || (current && isOver(current))) return
  const attempt = await attemptOrgStop(deps, org, row)
  if (attempt === 'open' || attempt === 'unsent') retryOrgStop(deps, org, row)
}
