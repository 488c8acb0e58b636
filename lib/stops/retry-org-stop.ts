/** Sends an open stop of an org again and again until the authority takes it, refuses it, or a newer resume withdraws it. */

import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { isOver } from '@/lib/domain/stop-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { attemptOrgStop, foundStopped, type StopAttempt } from './attempt-org-stop'
import { revokeAllDevices } from './revoke-all-devices'
import type { StopDeps } from './stop-deps'
import type { StopRequest } from './stop-requests'

export function retryOrgStop(deps: StopDeps, org: OrgRuntime, row: OperationRow): void {
  const request = deps.stopRequests.of(row, 'store')
  org.outage.announce(row.id, deps.clock.now())
  deps.running.start(row.id, (haltSignal) =>
    run(deps, org, request, haltSignal)
      .catch((error) =>
        deps.log.error({ err: error, operationId: row.id }, 'an open stop is sent no more until the next start'),
      )
      .finally(() => org.outage.forget(row.id)),
  )
}

async function run(deps: StopDeps, org: OrgRuntime, request: StopRequest, haltSignal: AbortSignal): Promise<void> {
  const { row } = request
  for (;;) {
    const turn = await org.outage.nextTry('org', {
      operationId: row.id,
      retryAfterMs: request.retryAfterMs,
      signals: [haltSignal, deps.closing],
      pause: deps.pause,
      now: deps.clock.now,
    })
    let attempt: StopAttempt | 'over' = 'open'
    try {
      attempt = await tryAgain(deps, org, row, haltSignal)
    } finally {
      turn.end(attempt !== 'open' && attempt !== 'unsent' && attempt !== 'over')
    }
    if (attempt === 'unsupported') return revokeAllDevices(deps, org, row)
    if (attempt !== 'open' && attempt !== 'unsent') return
  }
}

/** `over`: no more calls. */
async function tryAgain(
  deps: StopDeps,
  org: OrgRuntime,
  row: OperationRow,
  haltSignal: AbortSignal,
): Promise<StopAttempt | 'over'> {
  const isResuming = () => deps.resumes.isResuming(org.row.id, null)
  if (deps.closing.aborted || haltSignal.aborted || (await hasEnded(deps, row))) return 'over'
  // A resume that is under way decides first: accepted, it withdraws this stop.
  if (isResuming()) return 'open'
  // A reading finds the outcome of a lost answer; if it does not show a stop, the stop is sent again.
  if (row.stop_status === 'unknown' && (await foundStopped(deps, org, row))) return 'accepted'
  if (isOver(row) || haltSignal.aborted) return 'over'
  return isResuming() ? 'open' : attemptOrgStop(deps, org, row)
}

/** Withdrawn by a newer resume, or ended otherwise meanwhile. An unreadable store ends nothing that memory has not ended. */
async function hasEnded(deps: StopDeps, row: OperationRow): Promise<boolean> {
  if (isOver(row)) return true
  const current = await withTimeoutOr(findOperation(deps.store.reads, row.id), deps.storeWaitMs, undefined)
  if (current === undefined || !(isOver(current) || current.stop_status === 'accepted')) return false
  // Memory follows, so that a page which cannot read the store shows it too.
  row.stop_status = current.stop_status
  return true
}
