/**
 * The engine of an operation on devices. Sends slice by slice, writes down each answer before the next slice goes out, and
 * ends by reading the devices back: an item is *done* only when it was seen in the wanted state.
 */
import type { AuditKinds } from '@/lib/domain/audit'
import { isStop, type OutcomeCounts } from '@/lib/domain/operation'
import { insertHolds, liveHolds, liveHoldsOf, releaseHolds } from '@/lib/store/holds'
import { countOutcomes, findOperation, listItems, updateItems, updateOperation } from '@/lib/store/operations'
import type { HoldRow, OperationItemRow, OperationRow } from '@/lib/store/schema'
import { consoleOrigin, record } from '../audit-log'
import type { Deps } from '../context'
import { authorityNow, type OrgRuntime } from '../orgs/org-runtime'
import { BATCH_IDS_MAX, type CallResult, callDevices, callKindOf } from './call-devices'
import { mapBounded } from './map-bounded'
import { heldBy, mayRelease, newHold } from './plan-items'
import { pushTo } from './push-to'
import { settleOperation } from './settle-operation'

const SLICES_AT_ONCE = 4
/** A stop that got no clear answer is sent again; each pause in ms. */
const STOP_RETRY_MS = [250, 1_000, 3_000]
const BEGIN_AGAIN_MS = [500, 2_000, 10_000, 30_000]

type Job = { deps: Deps; org: OrgRuntime; row: OperationRow; before: ReadonlyMap<string, OperationItemRow['before']> }

/** Starts the operation; its end is seen in the store. Faults of the console itself are logged and leave it open. */
export function runOperation(deps: Deps, org: OrgRuntime, row: OperationRow): void {
  const job = runUntilEnd(deps, org, row)
  deps.running.add(job)
  void job.finally(() => deps.running.delete(job))
}

/** A stop that broke off in the console itself (the store failed) is begun again; anything else waits for the next start. */
async function runUntilEnd(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await run(deps, org, row, tries > 0 || row.state === 'running')
    } catch (error) {
      deps.log.error({ err: error, operationId: row.id }, 'operation broke off in the console')
      if (!isStop(row.kind) || deps.closing.aborted) return
      await deps.pause(BEGIN_AGAIN_MS[Math.min(tries, BEGIN_AGAIN_MS.length - 1)] as number)
      if (deps.closing.aborted) return
    }
  }
}

/** @param again some of it may have been sent before: a reply of "unchanged" proves nothing then. */
async function run(deps: Deps, org: OrgRuntime, row: OperationRow, again: boolean): Promise<void> {
  const { db } = deps.store
  await updateOperation(db, row.id, { state: 'running' })
  // After a restart some items have their answer already; only the others are called.
  const open = (await listItems(db, row.id, { outcomes: ['pending'] })).filter((item) => item.accepted_at === null)
  const ids = open.map((item) => item.device_id)
  const job: Job = { deps, org, row, before: new Map(open.map((item) => [item.device_id, item.before])) }
  if (callKindOf(row.kind) === 'restore') {
    const resume = deps.resumes.enter(org.row.id, ids)
    await sendAll(job, ids, { broken: resume.broken }).finally(resume.end)
  } else {
    const broken = isStop(row.kind) ? deps.resumes.breakOff(org.row.id, ids) : undefined
    await sendAll(job, ids, { again })
    if (broken?.count) await sendAgainAfter(job, ids, broken.ended)
  }
  await acknowledge(job)
  await settleOperation(deps, org, row)
  await finish(job)
}

type Sending = { broken?: AbortSignal; again?: boolean }

async function sendAll(job: Job, ids: readonly string[], sending: Sending): Promise<void> {
  const slices = Array.from({ length: Math.ceil(ids.length / BATCH_IDS_MAX) }, (_, index) =>
    ids.slice(index * BATCH_IDS_MAX, (index + 1) * BATCH_IDS_MAX),
  )
  await mapBounded(slices, SLICES_AT_ONCE, (slice) => sendSlice(job, slice, sending))
}

async function sendSlice(job: Job, slice: readonly string[], { broken, again = false }: Sending): Promise<void> {
  const { deps, org, row } = job
  if (broken?.aborted) return markBrokenOff(job, slice)
  const kind = callKindOf(row.kind)
  const free = kind === 'restore' ? await withoutHeld(job, slice) : slice
  if (free.length === 0) return
  let results = await callDevices(org, kind, again ? await stillHeld(job, free) : free, broken)
  if (again) results = results.map(withoutChanged)
  for (const pauseMs of isStop(row.kind) ? STOP_RETRY_MS : []) {
    const open = results.filter((result) => result.answer === 'unknown').map((result) => result.deviceId)
    if (open.length === 0) break
    await deps.pause(pauseMs)
    const sent = await callDevices(org, kind, await stillHeld(job, open))
    const retried = new Map(sent.map((result) => [result.deviceId, withoutChanged(result)]))
    results = results.map((result) => retried.get(result.deviceId) ?? result)
  }
  const brokenOff = results.filter((result) => result.answer === 'broken-off').map((result) => result.deviceId)
  if (brokenOff.length > 0) await markBrokenOff(job, brokenOff)
  await writeAnswers(
    job,
    results.filter((result) => result.answer !== 'broken-off'),
  )
}

/** A second sending cannot tell whether somebody else or the first one revoked the device. */
const withoutChanged = (result: CallResult): CallResult => ({ ...result, changed: undefined })

/** Of a stop that is sent again, only what it still holds: an undo meanwhile is the newer act. */
async function stillHeld({ deps, row }: Job, ids: readonly string[]): Promise<string[]> {
  if (callKindOf(row.kind) !== 'revoke') return [...ids]
  const held = new Set((await liveHoldsOf(deps.store.db, row.id)).map((hold) => hold.device_id))
  return ids.filter((id) => held.has(id))
}

/** The last look at the holds before a call goes out: one placed since the review still counts. */
async function withoutHeld({ deps, org, row }: Job, slice: readonly string[]): Promise<string[]> {
  const blocking = new Map<string, HoldRow[]>()
  for (const hold of await liveHolds(deps.store.db, org.row.id, slice)) {
    if (!mayRelease(row, hold)) pushTo(blocking, hold.device_id, hold)
  }
  for (const [deviceId, holds] of blocking) {
    const outcome = row.undoes ? 'skipped' : 'refused'
    await updateItems(deps.store.db, row.id, [deviceId], {
      outcome,
      code: 'held',
      message: heldBy(holds),
      updated_at: deps.clock.now(),
    })
  }
  return slice.filter((id) => !blocking.has(id))
}

const markBrokenOff = ({ deps, row }: Job, slice: readonly string[]) =>
  updateItems(deps.store.db, row.id, slice, {
    outcome: 'refused',
    code: 'newer-stop',
    message: 'a newer stop covers this device; it was not restored',
    updated_at: deps.clock.now(),
  }).then(() => undefined)

/** One transaction per slice: answers, holds released by a restore, holds found elsewhere by a stop. */
async function writeAnswers(job: Job, results: readonly CallResult[]): Promise<void> {
  const { deps, org, row } = job
  const now = deps.clock.now()
  const accepted = results.filter((result) => result.answer === 'ok')
  const kind = callKindOf(row.kind)
  await deps.store.db.transaction().execute(async (tx) => {
    for (const group of groupAlike(results)) {
      const { answer, changed, revision, code, message, requestId } = group[0] as CallResult
      await updateItems(
        tx,
        row.id,
        group.map((result) => result.deviceId),
        {
          ...(answer === 'refused' || answer === 'failed' ? { outcome: answer } : {}),
          accepted_at: answer === 'ok' ? now : null,
          accepted_revision: revision ?? null,
          code: code ?? (changed === false ? 'unchanged' : null),
          message: message ?? null,
          request_id: requestId ?? null,
          updated_at: now,
        },
      )
    }
    if (kind === 'restore') await releaseAccepted(job, tx, accepted, now)
    if (kind === 'revoke') await holdFoundElsewhere(job, tx, accepted, now)
  })
  if (kind === 'revoke' && accepted.length > 0) {
    const stopped = accepted.map(({ deviceId, revision }) => ({ deviceId, revision }))
    org.stops.accept(row.id, { kind: 'revoke' }, stopped, now)
  }
}

async function releaseAccepted(
  { org, row }: Job,
  tx: Deps['store']['db'],
  accepted: readonly CallResult[],
  now: number,
): Promise<void> {
  const holds = (
    await liveHolds(
      tx,
      org.row.id,
      accepted.map((result) => result.deviceId),
    )
  ).filter((hold) => mayRelease(row, hold))
  await releaseHolds(
    tx,
    holds.map((hold) => hold.id),
    row.id,
    now,
  )
  const byOperation = new Map<string, string[]>()
  for (const { operation_id: id, device_id: deviceId } of holds) {
    if (id) pushTo(byOperation, id, deviceId)
  }
  for (const [operationId, deviceIds] of byOperation) {
    if (org.stops.release(operationId, deviceIds)) await updateOperation(tx, operationId, { stop_status: 'lifted' })
  }
}

/** A device that was revoked already, and by no hold of ours, stays revoked when this stop is undone. */
async function holdFoundElsewhere(
  { org, row, before }: Job,
  tx: Deps['store']['db'],
  accepted: readonly CallResult[],
  now: number,
): Promise<void> {
  const already = accepted.filter(({ deviceId, changed }) => !(changed ?? before.get(deviceId) !== 'revoked'))
  if (already.length === 0) return
  const ids = already.map((result) => result.deviceId)
  const held = new Set(
    (await liveHolds(tx, org.row.id, ids)).filter((hold) => hold.operation_id !== row.id).map((hold) => hold.device_id),
  )
  await insertHolds(
    tx,
    ids.filter((id) => !held.has(id)).map((id) => newHold(row, id, 'elsewhere', now)),
  )
}

/** Answers that are written alike go in one statement. */
function groupAlike(results: readonly CallResult[]): CallResult[][] {
  const groups = new Map<string, CallResult[]>()
  for (const result of results) {
    const { deviceId: _, ...alike } = result
    pushTo(groups, JSON.stringify(alike), result)
  }
  return [...groups.values()]
}

/** Once the broken-off resumes have ended, stops again whatever they left active. */
async function sendAgainAfter(job: Job, ids: readonly string[], ended: Promise<void>): Promise<void> {
  await ended
  await job.org.reader.readNow().catch(() => undefined)
  const active = ids.filter((id) => job.org.fleet.get(id)?.status !== 'revoked')
  await sendAll(job, active, { again: true })
}

async function acknowledge({ deps, org, row }: Job): Promise<void> {
  const { db } = deps.store
  const accepted = (await listItems(db, row.id)).filter((item) => item.accepted_at !== null)
  if (accepted.length === 0) return
  const now = deps.clock.now()
  const revision = accepted.reduce((highest, item) => Math.max(highest, item.accepted_revision ?? -1), -1)
  const change = {
    accepted_at: now,
    accepted_revision: revision < 0 ? null : revision,
    accepted_authority_at: org.reading.authorityNow === null ? null : authorityNow(org.reading, now),
  }
  const data: AuditKinds['operation.accepted'] = { operationId: row.id, operation: row.kind, count: accepted.length }
  await db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, change)
    await record(tx, consoleOrigin(org.row.id, now), 'operation.accepted', data)
  })
}

async function finish({ deps, org, row }: Job): Promise<void> {
  const { db } = deps.store
  const outcomes = await countOutcomes(db, row.id)
  const now = deps.clock.now()
  const current = await findOperation(db, row.id)
  const ending = isStop(row.kind) && current ? endingOf(current, outcomes, now) : {}
  await db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, { state: 'finished', finished_at: now, ...ending })
    await record(tx, consoleOrigin(org.row.id, now), 'operation.finished', {
      operationId: row.id,
      operation: row.kind,
      outcomes,
    })
  })
  if (row.kind !== 'register') deps.sampleSoon(org)
}

/**
 * What a stop came to: in force where a device was read back revoked (or was so already), refused where the authority
 * said no to all, else not known. One that was lifted or withdrawn meanwhile stays so.
 */
function endingOf(row: OperationRow, outcomes: OutcomeCounts, now: number): Partial<OperationRow> {
  if (row.stop_status !== null && !['requested', 'accepted', 'unknown', 'queued'].includes(row.stop_status)) return {}
  if (outcomes.done + outcomes.skipped > 0 || row.accepted_at !== null) {
    return { stop_status: 'accepted', accepted_at: row.accepted_at ?? now }
  }
  return { stop_status: outcomes.unknown + outcomes.failed > 0 ? 'unknown' : 'refused' }
}
