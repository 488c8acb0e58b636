/** Lets a stopped org work again. Guarded: a reason and a recent sign-in; it never waits in a queue. */
import { InvalidInput, UpstreamError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { liveHoldsOf } from '@/lib/store/holds'
import { insertItems, insertOperation, listLiveStops, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import { consoleOrigin, originOf, record } from '../audit-log'
import type { Deps, OrgContext } from '../context'
import { newOperation } from '../operations/new-operation'
import { newItem } from '../operations/plan-items'
import { runOperation } from '../operations/run-operation'
import { viewOperation } from '../operations/view-operation'
import type { OrgRuntime } from '../orgs/org-runtime'
import { requireRecentSignIn } from '../service'
import type { OrgStopInput } from './stop-org'

/** @throws InvalidInput without a reason; AppError `forbidden` without a recent sign-in. An upstream fault is in the operation. */
export async function enableOrg(context: OrgContext, input: OrgStopInput): Promise<Operation> {
  const { deps, org } = context
  if (!input.reason) throw new InvalidInput(`reason: resuming ${org.row.name} needs a reason`)
  requireRecentSignIn(context)
  const row = newOperation(context, { ...input, kind: 'enable' }, input.bodyDigest, {
    total: 0,
    selector: null,
    selectionId: null,
  })
  const fallback = await findFallback(deps, org)
  if (fallback) return liftFallback(context, row, fallback)
  row.state = 'running'
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    await record(
      tx,
      originOf(context, org.row.id),
      'operation.requested',
      { operationId: row.id, operation: 'enable', count: 0, selector: null },
      row.reason,
    )
  })
  const resume = deps.resumes.enter(org.row.id, null)
  try {
    // An older stop on its way must be answered first, or it could land after this resume.
    await org.stopAttempt?.catch(() => undefined)
    if (resume.broken.aborted)
      throw new UpstreamError('upstream-denied', 'A newer stop was pressed; the org was not resumed.')
    const answer = await org.connection.client.orgEnable(row.reason ?? undefined)
    const now = deps.clock.now()
    Object.assign(org.reading, { execution: answer, executionAt: now })
    Object.assign(row, {
      state: 'finished',
      accepted_at: now,
      finished_at: now,
      accepted_revision: answer.revision ?? null,
    })
    await endStops(deps, org, row)
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
    await writeEnd(deps, org, row)
  } finally {
    resume.end()
  }
  await org.reader.readNow().catch(() => undefined)
  deps.sampleSoon(org)
  return viewOperation(deps, org, row)
}

/** The newest fall-back stop in force: this authority has no org disable, so its holds are what a resume releases. */
async function findFallback({ store }: Deps, org: OrgRuntime): Promise<OperationRow | undefined> {
  const stops = await listLiveStops(store.db, org.row.id)
  return stops.filter((stop) => stop.kind === 'disable' && stop.total > 0).at(-1)
}

/** Restores exactly the devices that the fall-back stop holds, but for those that somebody else holds too. */
async function liftFallback(context: OrgContext, row: OperationRow, stop: OperationRow): Promise<Operation> {
  const { deps, org } = context
  const now = deps.clock.now()
  const ids = new Set<string>()
  for (const live of await listLiveStops(deps.store.db, org.row.id)) {
    if (live.kind === 'disable' && live.total > 0)
      for (const hold of await liveHoldsOf(deps.store.db, live.id)) ids.add(hold.device_id)
  }
  Object.assign(row, { undoes: stop.id, total: ids.size } satisfies Partial<OperationRow>)
  const items = [...ids].map((deviceId, position) => newItem(row.id, position, deviceId, org, now))
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    await insertItems(tx, items)
    const data = {
      operationId: row.id,
      operation: 'enable' as const,
      count: row.total,
      selector: null,
      undoes: stop.id,
    }
    await record(tx, originOf(context, org.row.id), 'operation.requested', data, row.reason)
  })
  runOperation(deps, org, row)
  return viewOperation(deps, org, row)
}

/** An accepted resume lifts what was in force and withdraws what was still open, in the transaction of its acceptance. */
async function endStops(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const older = (await listLiveStops(deps.store.db, org.row.id)).filter(
    (stop) => stop.kind === 'disable' && stop.requested_at <= row.requested_at,
  )
  const origin = consoleOrigin(org.row.id, row.accepted_at ?? deps.clock.now())
  await deps.store.db.transaction().execute(async (tx) => {
    for (const stop of older) {
      const status = stop.stop_status === 'accepted' ? 'lifted' : 'withdrawn'
      await updateOperation(tx, stop.id, {
        stop_status: status,
        state: 'finished',
        finished_at: stop.finished_at ?? row.accepted_at,
      })
    }
    await updateOperation(tx, row.id, {
      state: row.state,
      accepted_at: row.accepted_at,
      finished_at: row.finished_at,
      accepted_revision: row.accepted_revision,
    })
    await record(tx, origin, 'operation.accepted', { operationId: row.id, operation: 'enable', count: 0 })
  })
  for (const stop of older) org.stops.end(stop.id)
}

async function writeEnd(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { id, ...change } = row
  const error = { code: row.error_code ?? '', message: row.error_message ?? '' }
  await deps.store.db.transaction().execute(async (tx) => {
    await updateOperation(tx, id, change)
    await record(tx, consoleOrigin(org.row.id, deps.clock.now()), 'operation.finished', {
      operationId: id,
      operation: 'enable',
      outcomes: {},
      error,
    })
  })
}
