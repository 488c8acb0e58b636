/**
 * The engine of an operation on devices. Sends slice by slice, writes down each answer before the next slice goes out, and
 * ends by reading the devices back: an item is *done* only when it was seen in the wanted state.
 */
import type { AuditKinds } from '@/lib/domain/audit'
import { isStop, type OutcomeCounts } from '@/lib/domain/operation'
import { acceptedOf, countOutcomes, findOperation, listItems, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import { consoleOrigin, record } from '../audit-log'
import type { Deps } from '../context'
import { authorityNow, type OrgRuntime } from '../orgs/org-runtime'
import { BATCH_IDS_MAX, callKindOf } from './call-devices'
import type { Job } from './job'
import { mapBounded } from './map-bounded'
import { type Sending, sendSlice } from './send-slice'
import { settleOperation } from './settle-operation'

const SLICES_AT_ONCE = 4
const BEGIN_AGAIN_MS = [500, 2_000, 10_000, 30_000]

/** Starts the operation; its end is seen in the store. Faults of the console itself are logged and leave it open. */
export function runOperation(deps: Deps, org: OrgRuntime, row: OperationRow): void {
  deps.running.start(row.id, (halt) => runUntilEnd(deps, org, row, halt))
}

/** A stop that broke off in the console itself (the store failed) is begun again; anything else waits for the next start. */
async function runUntilEnd(deps: Deps, org: OrgRuntime, row: OperationRow, halt: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await run({ deps, org, row, halt }, tries > 0 || row.state === 'running')
    } catch (error) {
      deps.log.error({ err: error, operationId: row.id }, 'operation broke off in the console')
      if (!isStop(row.kind) || deps.closing.aborted) return
      await deps.pause(BEGIN_AGAIN_MS[Math.min(tries, BEGIN_AGAIN_MS.length - 1)] as number)
      if (deps.closing.aborted) return
    }
  }
}

/** @param again some of it may have been sent before: a reply of "unchanged" proves nothing then. */
async function run(started: Omit<Job, 'before'>, again: boolean): Promise<void> {
  const { deps, org, row } = started
  const { db } = deps.store
  await updateOperation(db, row.id, { state: 'running' })
  // After a restart some items have their answer already; only the others are called.
  const open = (await listItems(db, row.id, { outcomes: ['pending'] })).filter((item) => item.accepted_at === null)
  const ids = open.map((item) => item.device_id)
  const job: Job = { ...started, before: new Map(open.map((item) => [item.device_id, item.before])) }
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

async function sendAll(job: Job, ids: readonly string[], sending: Sending): Promise<void> {
  const slices = Array.from({ length: Math.ceil(ids.length / BATCH_IDS_MAX) }, (_, index) =>
    ids.slice(index * BATCH_IDS_MAX, (index + 1) * BATCH_IDS_MAX),
  )
  await mapBounded(slices, SLICES_AT_ONCE, (slice) => sendSlice(job, slice, sending))
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
  const accepted = await acceptedOf(db, row.id)
  if (accepted.count === 0) return
  const now = deps.clock.now()
  const change = {
    accepted_at: now,
    accepted_revision: accepted.revision,
    accepted_authority_at: org.reading.authorityNow === null ? null : authorityNow(org.reading, now),
  }
  const data: AuditKinds['operation.accepted'] = { operationId: row.id, operation: row.kind, count: accepted.count }
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
