/** Lets a stopped org work again. The caller has required a reason and a recent sign-in; it never waits in a queue. */

import { originOf, record } from '@/lib/audit/audit-log'
import { pauseAt } from '@/lib/concurrency/pause-at'
import { TIMED_OUT, withTimeout, withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { AppError, UpstreamError } from '@/lib/domain/errors'
import type { OrgStatus } from '@/lib/machineid/client'
import { prepareRun } from '@/lib/operations/calls/prepare-run'
import type { Act } from '@/lib/operations/deps/operation-deps'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { newItem } from '@/lib/operations/plan/plan-items'
import { runOperation } from '@/lib/operations/run-operation'
import { takeEffect } from '@/lib/operations/write-operation'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { liveHoldsOf } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { findOperation, insertOperation, listLiveStops } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { endRehearsalAlone, stillStopped, stoppedOtherwise } from './end-rehearsal'
import { endStops, writeEnd } from './persist-org-resume'
import { endStopRequest, settleStopRequests } from './persist-stop-request'
import type { StopDeps } from './stop-deps'
import type { OrgStopInput } from './stop-org'

/**
 * @param rehearsal given: ends this one alone; the org is resumed only if nothing else stopped it meanwhile.
 * @returns the row with the outcome, also if the authority failed.
 */
export async function resumeOrg(
  context: Act<StopDeps>,
  input: OrgStopInput,
  rehearsal?: OperationRow,
): Promise<OperationRow> {
  const { deps, org } = context
  const row = newOperation(context, { ...input, kind: 'enable' }, input.bodyDigest, {
    total: 0,
    selector: null,
    selectionId: null,
  })
  const requests = deps.stopRequests
  // A stop that is not in the store cannot be ended by a resume: first the store must have all of them.
  if (!(await settleStopRequests(deps, requests.ofOrg(org.row.id)))) throw cannotRecord(org)
  const fallback = rehearsal ? undefined : await findFallback(deps, org)
  if (fallback) return liftFallback(context, row, fallback)
  row.state = 'running'
  // From here on a newer stop preempts this resume; stops that are in the store by then are older than it.
  const resume = deps.resumes.enter(org.row.id, null)
  try {
    const older = await writeResume(context, row)
    await send(deps, org, row, { older, rehearsal }, resume.preemptedSignal)
  } finally {
    resume.end()
  }
  await org.reader.readNow().catch(() => undefined)
  deps.sampleSoon(org)
  return row
}

const cannotRecord = (org: OrgRuntime, cause?: unknown) =>
  new AppError(
    'unavailable',
    `The console cannot write its database, so it does not resume ${org.row.name}. Stopping still works. Nothing was changed.`,
    { cause },
  )

/**
 * Records the resume and, in the same transaction, which stops it is newer than: order is the order in the store, whatever
 * the clock does. @returns the stops of the whole org that were live.
 */
async function writeResume(context: Act<StopDeps>, row: OperationRow): Promise<OperationRow[]> {
  const { deps, org } = context
  const data = { operationId: row.id, operation: 'enable' as const, count: 0, selector: null }
  const writing = deps.store.db.transaction().execute(async (tx) => {
    const live = await listLiveStops(tx, org.row.id)
    await insertOperation(tx, row)
    await record(tx, originOf(context, org.row.id), 'operation.requested', data, row.reason)
    return live.filter((stop) => stop.kind === 'disable')
  })
  return writing.catch(async (error) => {
    // If the id is in use, the caller handles that; any other fault is the store's.
    if (await withTimeoutOr(findOperation(deps.store.reads, row.id), deps.storeWaitMs, undefined)) throw error
    throw cannotRecord(org, error)
  })
}

/** Writes the outcome into `row`. Never rejects. */
async function send(
  deps: StopDeps,
  org: OrgRuntime,
  row: OperationRow,
  { older, rehearsal }: { older: readonly OperationRow[]; rehearsal?: OperationRow },
  preemptedSignal: AbortSignal,
): Promise<void> {
  let answer: OrgStatus
  try {
    const stays = rehearsal && (await stoppedOtherwise(deps, org, rehearsal))
    if (rehearsal && stays) {
      Object.assign(row, stillStopped(stays, deps.clock.now()))
      const ended = { ...row }
      return writeOrSay(deps, row, [], () => endRehearsalAlone(deps, org, ended, rehearsal))
    }
    // An older stop that is being sent must be answered first, or the authority could take it after this resume.
    await org.stopAttempt?.catch(() => undefined)
    if (preemptedSignal.aborted)
      throw new UpstreamError('upstream-denied', 'A newer stop was pressed; the org was not resumed.')
    answer = await org.connection.client.orgEnable(row.reason ?? undefined)
  } catch (error) {
    const fault =
      error instanceof UpstreamError
        ? error
        : new UpstreamError('upstream-unavailable', 'The call failed in the console.')
    Object.assign(row, {
      state: 'finished',
      finished_at: deps.clock.now(),
      error_code: fault.upstreamCode ?? fault.code,
      error_message: fault.detail,
      error_request_id: fault.upstreamRequestId ?? null,
    })
    const ended = { ...row }
    return writeOrSay(deps, row, [], () => writeEnd(deps, org, ended))
  }
  const now = deps.clock.now()
  Object.assign(org.reading, { execution: answer, executionAt: now })
  Object.assign(row, {
    state: 'finished',
    accepted_at: now,
    finished_at: now,
    accepted_revision: answer.revision ?? null,
  })
  // Ends it in memory at once: an older stop in the queue must not be sent after this, even if the store fails.
  for (const stop of older) {
    endStopRequest(deps.stopRequests.of(stop, 'store'), now)
    org.stops.end(stop.id)
  }
  await writeOrSay(deps, row, older, () => endStops(deps, org, row, older))
}

const RECORD_AGAIN_MS = [1_000, 2_000, 5_000, 10_000]

/** If the authority's answer cannot be written, the reply says so, the emergency journal keeps it, and it is written later. */
async function writeOrSay(
  deps: StopDeps,
  row: OperationRow,
  older: readonly OperationRow[],
  write: () => Promise<void>,
): Promise<void> {
  let fault: unknown
  const writing = write()
  try {
    if ((await withTimeout(writing, 5 * deps.storeWaitMs)) !== TIMED_OUT) return
  } catch (error) {
    fault = error
  }
  deps.log.error({ err: fault, operationId: row.id }, 'what came of a resume is not recorded yet')
  const ends = older.map(({ id }) => id)
  deps.journal.write({ kind: 'resume.state', at: deps.clock.now(), operation_id: row.id, resume: row, ends })
  const said = row.accepted_at
    ? 'The authority accepted the resume and the org works again; the console could not record it yet and goes on trying.'
    : `${row.error_message ?? 'The resume failed.'} The console could not record this yet and goes on trying.`
  Object.assign(row, { error_code: 'not-recorded', error_message: said })
  // If the write is only late, it may still succeed, or fail.
  writing.catch(() => writeAgain(deps, write))
}

async function writeAgain(deps: StopDeps, write: () => Promise<void>): Promise<void> {
  for (let tries = 0; !deps.closing.aborted; tries += 1) {
    await deps.pause(pauseAt(RECORD_AGAIN_MS, tries))
    if (deps.closing.aborted) return
    const isWritten = await write().then(
      () => true,
      () => false,
    )
    if (isWritten) return
  }
}

/** The newest fall-back stop in force: this authority has no org disable, so its holds are what a resume releases. */
async function findFallback({ store }: StopDeps, org: OrgRuntime): Promise<OperationRow | undefined> {
  const stops = await listLiveStops(store.db, org.row.id)
  return stops.filter((stop) => stop.kind === 'disable' && stop.total > 0).at(-1)
}

/** Restores exactly the devices that the fall-back stop holds, except those with another hold, which keeps them stopped. */
async function liftFallback(context: Act<StopDeps>, row: OperationRow, stop: OperationRow): Promise<OperationRow> {
  const { deps, org } = context
  const now = deps.clock.now()
  const ids = new Set<string>()
  for (const live of await listLiveStops(deps.store.db, org.row.id)) {
    if (live.kind === 'disable' && live.total > 0)
      for (const hold of await liveHoldsOf(deps.store.db, live.id)) ids.add(hold.device_id)
  }
  Object.assign(row, { undoes: stop.id, total: ids.size } satisfies Partial<OperationRow>)
  let items = [...ids].map((deviceId, position) => newItem(row.id, position, deviceId, org, now))
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    await insertItems(tx, items)
    items = await takeEffect(tx, org, row, items, now)
    const data = {
      operationId: row.id,
      operation: 'enable' as const,
      count: row.total,
      selector: null,
      undoes: stop.id,
    }
    await record(tx, originOf(context, org.row.id), 'operation.requested', data, row.reason)
  })
  runOperation(deps, org, row, { prepared: prepareRun(org, row, items) })
  return row
}
