/** Calls a slice again until each device has a clear answer, or the tries are used up. Every call here is idempotent. */
import { isStop } from '@/lib/domain/operation'
import { liveHolds } from '@/lib/store/holds'
import { type CallResult, callDevices, callKindOf } from './call-devices'
import type { Job } from './job'
import { orAborted } from './or-aborted'

/** Pauses before a call without a clear answer is made again, in ms. */
const STOP_RETRY_MS = [250, 1_000, 3_000]
const RETRY_MS = [500, 2_000]
/** An authority that asks to be called less often is asked this many times more, at least this much later, in ms. */
const BUSY_TRIES = 6
const BUSY_MS = 1_000
/** The longest pause that it is granted: a stop waits less. */
const STOP_PAUSE_MAX_MS = 5_000
const PAUSE_MAX_MS = 30_000

/** `again`: some may have been sent before; "unchanged" proves nothing then. */
export async function callUntilClear(job: Job, ids: readonly string[], again: boolean): Promise<CallResult[]> {
  const { org, row } = job
  const kind = callKindOf(row.kind)
  const retryMs = isStop(row.kind) ? STOP_RETRY_MS : RETRY_MS
  const first = again ? await stillHeld(job, ids) : ids
  let results = await callDevices(org, kind, first, job)
  if (again) results = results.map(withoutChanged)
  for (let tries = 0; tries < BUSY_TRIES; tries += 1) {
    const open = results.filter(({ answer }) => answer === 'busy' || (answer === 'unknown' && tries < retryMs.length))
    if (open.length === 0 || isOver(job)) break
    await orAborted(job.deps.pause(pauseMs(job, open, retryMs[tries] ?? BUSY_MS)), [job.halt, job.broken])
    if (isOver(job)) break
    const ids = open.map((result) => result.deviceId)
    const sent = await callDevices(org, kind, await stillHeld(job, ids), job)
    const retried = new Map(sent.map((result) => [result.deviceId, withoutChanged(result)]))
    results = results.map((result) => retried.get(result.deviceId) ?? result)
  }
  return results
}

const isOver = ({ halt, broken }: Job): boolean => halt.aborted || broken?.aborted === true

/** A second sending cannot tell whether somebody else or the first one revoked the device. */
const withoutChanged = (result: CallResult): CallResult => ({ ...result, changed: undefined })

/** Of a stop that is sent again, only what it still holds: an undo meanwhile is the newer act. */
async function stillHeld({ deps, org, row }: Job, ids: readonly string[]): Promise<string[]> {
  if (callKindOf(row.kind) !== 'revoke') return [...ids]
  const holds = await liveHolds(deps.store.reads, org.row.id, ids)
  const held = new Set(holds.filter((hold) => hold.operation_id === row.id).map((hold) => hold.device_id))
  return ids.filter((id) => held.has(id))
}

/** As long as the authority asked for, within bounds; spread, so that not everybody comes back at once. */
function pauseMs({ row }: Job, open: readonly CallResult[], leastMs: number): number {
  const askedMs = open.reduce((longest, { retryAfterMs }) => Math.max(longest, retryAfterMs ?? 0), 0)
  if (isStop(row.kind)) return Math.min(STOP_PAUSE_MAX_MS, Math.max(leastMs, askedMs))
  return Math.min(PAUSE_MAX_MS, Math.max(leastMs * (0.5 + Math.random()), askedMs))
}
