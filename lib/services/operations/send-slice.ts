/** Sends one slice of an operation, a stop again until it has clear answers, and writes down what was answered. */
import { isStop } from '@/lib/domain/operation'
import { liveHolds } from '@/lib/store/holds'
import { updateItems } from '@/lib/store/operations'
import type { HoldRow } from '@/lib/store/schema'
import { type CallResult, callDevices, callKindOf } from './call-devices'
import type { Job } from './job'
import { heldBy, mayRelease } from './plan-items'
import { pushTo } from './push-to'
import { writeAnswers } from './write-answers'

/** A stop that got no clear answer is sent again; each pause in ms. */
const STOP_RETRY_MS = [250, 1_000, 3_000]

/**
 * `broken`: a newer stop covers the resume. `again`: some of it may have been sent before, so that a reply of "unchanged"
 * proves nothing.
 */
export type Sending = { broken?: AbortSignal; again?: boolean }

export async function sendSlice(job: Job, slice: readonly string[], { broken, again = false }: Sending): Promise<void> {
  const { deps, org, row } = job
  if (job.halt.aborted) return
  if (broken?.aborted) return markBrokenOff(job, slice)
  const kind = callKindOf(row.kind)
  const free = kind === 'restore' ? await withoutHeld(job, slice) : slice
  if (free.length === 0) return
  let results = await callDevices(org, kind, again ? await stillHeld(job, free) : free, broken)
  if (again) results = results.map(withoutChanged)
  for (const pauseMs of isStop(row.kind) ? STOP_RETRY_MS : []) {
    const open = results.filter((result) => result.answer === 'unknown').map((result) => result.deviceId)
    if (open.length === 0 || job.halt.aborted) break
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
async function stillHeld({ deps, org, row }: Job, ids: readonly string[]): Promise<string[]> {
  if (callKindOf(row.kind) !== 'revoke') return [...ids]
  const holds = await liveHolds(deps.store.reads, org.row.id, ids)
  const held = new Set(holds.filter((hold) => hold.operation_id === row.id).map((hold) => hold.device_id))
  return ids.filter((id) => held.has(id))
}

/** The last look at the holds before a call goes out: one placed since the review still counts. */
async function withoutHeld({ deps, org, row }: Job, slice: readonly string[]): Promise<string[]> {
  const blocking = new Map<string, HoldRow[]>()
  for (const hold of await liveHolds(deps.store.reads, org.row.id, slice)) {
    if (!mayRelease(row, hold)) pushTo(blocking, hold.device_id, hold)
  }
  const alike = new Map<string, string[]>()
  for (const [deviceId, holds] of blocking) pushTo(alike, heldBy(holds), deviceId)
  const outcome = row.undoes ? 'skipped' : 'refused'
  for (const [message, ids] of alike) {
    const change = { outcome, code: 'held', message, updated_at: deps.clock.now() } as const
    await updateItems(deps.store.db, row.id, ids, change)
  }
  return slice.filter((id) => !blocking.has(id))
}

const markBrokenOff = ({ deps, row }: Job, slice: readonly string[]) =>
  updateItems(deps.store.db, row.id, slice, {
    outcome: 'refused',
    code: 'newer-stop',
    message: 'a newer stop covers this device; it was not restored',
    updated_at: deps.clock.now(),
  })
