/**
 * The engine of an operation on devices. Sends slice by slice, writes down each answer before the next slice goes out, and
 * ends by reading the devices back: an item is *done* only when it was seen in the wanted state.
 */
import { isStop } from '@/lib/domain/operation'
import { listItems, updateOperation } from '@/lib/store/operations'
import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { BATCH_IDS_MAX, callKindOf } from './call-devices'
import { endOperation } from './end-operation'
import type { Job } from './job'
import { mapBounded } from './map-bounded'
import { type Sending, sendSlice } from './send-slice'

const SLICES_AT_ONCE = 4
const BEGIN_AGAIN_MS = [500, 2_000, 10_000, 30_000]

/**
 * `items`: those of an operation that was written just now; else they are looked up. `again`: some may have been sent before,
 * so that a reply of "unchanged" proves nothing.
 */
export type Beginning = { items?: readonly OperationItemRow[]; again?: boolean }

/** Starts the operation; its end is seen in the store. Faults of the console itself are logged and leave it open. */
export function runOperation(deps: Deps, org: OrgRuntime, row: OperationRow, beginning: Beginning = {}): void {
  deps.running.start(row.id, (halt) => runUntilEnd({ deps, org, row, halt }, beginning))
}

/** A stop that broke off in the console itself (the store failed) is begun again; anything else waits for the next start. */
async function runUntilEnd(started: Omit<Job, 'before'>, beginning: Beginning): Promise<void> {
  const { deps, row } = started
  for (let tries = 0; ; tries += 1) {
    try {
      return await run(started, tries > 0 ? { again: true } : beginning)
    } catch (error) {
      deps.log.error({ err: error, operationId: row.id }, 'operation broke off in the console')
      if (!isStop(row.kind) || deps.closing.aborted) return
      await deps.pause(BEGIN_AGAIN_MS[Math.min(tries, BEGIN_AGAIN_MS.length - 1)] as number)
      if (deps.closing.aborted) return
    }
  }
}

async function run(started: Omit<Job, 'before'>, { items, again = false }: Beginning): Promise<void> {
  const { deps, org, row } = started
  const pending = items ?? (await listItems(deps.store.db, row.id, { outcomes: ['pending'] }))
  // After a restart some items have their answer already; only the others are called.
  const open = pending.filter((item) => item.outcome === 'pending' && item.accepted_at === null)
  const ids = open.map((item) => item.device_id)
  const job: Job = { ...started, before: new Map(open.map((item) => [item.device_id, item.before])) }
  // The calls do not wait for this row: after a crash, whatever was open counts as sent.
  const marked = updateOperation(deps.store.db, row.id, { state: 'running' })
  marked.catch(() => undefined)
  if (callKindOf(row.kind) === 'restore') {
    const resume = deps.resumes.enter(org.row.id, ids)
    await sendAll(job, ids, { broken: resume.broken }).finally(resume.end)
  } else {
    const broken = isStop(row.kind) ? deps.resumes.breakOff(org.row.id, ids) : undefined
    await sendAll(job, ids, { again })
    if (broken?.count) await sendAgainAfter(job, ids, broken.ended)
  }
  await marked
  await endOperation(job)
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
