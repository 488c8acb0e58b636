/** One try at stopping an org, and what it came to. */
import { UpstreamError } from '@/lib/domain/errors'
import { wasNeverSent } from '@/lib/machineid/connection-fault'
import { updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import { consoleOrigin, record } from '../audit-log'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { markOf } from './stop-watch'

/** `open`: no clear answer, it may have worked; `unsent`: it certainly was not taken. */
export type StopAttempt = 'accepted' | 'refused' | 'unsupported' | 'open' | 'unsent'

/** One call to the authority, and what it came to written down. Mutates `row`. Never rejects. */
export function attemptOrgStop(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<StopAttempt> {
  const attempt = tryOnce(deps, org, row)
  org.stopAttempt = attempt
  return attempt.finally(() => {
    if (org.stopAttempt === attempt) org.stopAttempt = null
  })
}

async function tryOnce(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<StopAttempt> {
  try {
    const answer = await org.connection.client.orgDisable(row.reason ?? undefined)
    const now = deps.clock.now()
    Object.assign(org.reading, { execution: answer, executionAt: now })
    Object.assign(row, {
      state: 'finished',
      stop_status: 'accepted',
      accepted_at: now,
      finished_at: now,
      accepted_revision: answer.revision ?? null,
      accepted_authority_at: answer.now ?? answer.changedAt ?? null,
      error_code: null,
      error_message: null,
      error_request_id: answer.requestId ?? null,
    } satisfies Partial<OperationRow>)
    org.stops.accept(row.id, markOf(row), null, now)
    await writeDown(deps, org, row)
    deps.sampleSoon(org)
    return 'accepted'
  } catch (error) {
    const fault =
      error instanceof UpstreamError
        ? error
        : new UpstreamError('upstream-unavailable', 'The call failed in the console.')
    const attempt = attemptOf(fault)
    const over = attempt === 'refused'
    Object.assign(row, {
      stop_status: ({ refused: 'refused', open: 'unknown', unsent: 'queued', unsupported: 'requested' } as const)[
        attempt
      ],
      state: over ? 'finished' : 'running',
      finished_at: over ? deps.clock.now() : null,
      error_code: fault.upstreamCode ?? fault.code,
      error_message: fault.detail,
      error_request_id: fault.upstreamRequestId ?? null,
    } satisfies Partial<OperationRow>)
    await writeDown(deps, org, row)
    return attempt
  }
}

function attemptOf(fault: UpstreamError): Exclude<StopAttempt, 'accepted'> {
  if (fault.code === 'upstream-unsupported') return 'unsupported'
  if (fault.code === 'upstream-denied' || fault.code === 'upstream-key-rejected') return 'refused'
  // 429 and 503 are the authority's own "not now"; a refused connection never carried the call.
  const notTaken = fault.upstreamStatus === 429 || fault.upstreamStatus === 503
  return notTaken || wasNeverSent(fault) ? 'unsent' : 'open'
}

const OPEN_STOPS = ['requested', 'queued', 'unknown'] as const

async function writeDown(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { id, ...change } = row
  const origin = consoleOrigin(org.row.id, deps.clock.now())
  const ended = row.state === 'finished'
  try {
    await deps.store.db.transaction().execute(async (tx) => {
      // What a person or a newer resume ended meanwhile stays ended, unless the authority took the stop after all.
      await updateOperation(tx, id, change, row.stop_status === 'accepted' ? undefined : OPEN_STOPS)
      if (!ended) return
      if (row.stop_status === 'accepted') {
        const requestId = row.error_request_id ?? undefined
        await record(tx, origin, 'operation.accepted', { operationId: id, operation: row.kind, count: 0, requestId })
      } else {
        const error = { code: row.error_code ?? '', message: row.error_message ?? '' }
        await record(tx, origin, 'operation.finished', { operationId: id, operation: row.kind, outcomes: {}, error })
      }
    })
  } catch (error) {
    deps.log.error({ err: error, operationId: id }, 'the state of a stop could not be recorded in the store')
    deps.stopSink.write({ operationId: id, org: org.row.slug, stopStatus: row.stop_status, at: deps.clock.now() })
  }
}
