/** Sends one slice of an operation. The caller writes the answers down. */
import { liveHolds } from '@/lib/store/holds'
import { updateItems } from '@/lib/store/operation-items'
import type { HoldRow } from '@/lib/store/rows/schema'
import { type CallResult, callKindOf, canStart } from './calls/call-devices'
import { callStopWithRetries } from './calls/call-stop-with-retries'
import { callWithRetries } from './calls/call-with-retries'
import type { OperationRun } from './calls/operation-run'
import { notListed } from './calls/twins'
import { heldBy, mayRelease } from './plan/plan-items'
import { pushTo } from './plan/push-to'
import { giveUpHolds } from './write-results'

/** @param again some of it may have been sent before. `take` is given answers that come before the rest is waited for. */
export async function sendBatch(
  job: OperationRun,
  slice: readonly string[],
  again: boolean,
  take: (results: readonly CallResult[]) => void,
): Promise<CallResult[]> {
  const { row, preemptedSignal, breaker } = job
  if (job.haltSignal.aborted || breaker.isOpen()) return []
  if (preemptedSignal?.aborted) {
    await markPreempted(job, slice)
    return []
  }
  const unsent = notSent(job, slice)
  const left = new Set(unsent.map(({ deviceId }) => deviceId))
  const listed = left.size > 0 ? slice.filter((id) => !left.has(id)) : slice
  const free = canStart(row.kind) ? await withoutHeld(job, listed) : listed
  if (free.length === 0) return unsent
  if (callKindOf(row.kind) === 'revoke') return [...unsent, ...(await callStopWithRetries(job, free, again, take))]
  const results = await callWithRetries(job, free, again)
  breaker.note(results.some(({ outcome }) => ['accepted', 'refused', 'preempted', 'halted'].includes(outcome)))
  const preempted = results.filter((result) => result.outcome === 'preempted').map((result) => result.deviceId)
  if (preempted.length > 0) await markPreempted(job, preempted)
  return [...unsent, ...results.filter(({ outcome }) => outcome !== 'preempted' && outcome !== 'halted')]
}

/** A call for a device that is not in the list must not reach another one. */
function notSent({ org, row }: OperationRun, slice: readonly string[]): CallResult[] {
  const kind = callKindOf(row.kind)
  return slice.flatMap((deviceId) => {
    const message = notListed(org, kind, deviceId)
    return message === null ? [] : [{ deviceId, outcome: 'refused', code: 'not-listed', message }]
  })
}

/** Reads the holds once more before a call is sent: one placed since the review still counts. */
async function withoutHeld({ deps, org, row }: OperationRun, slice: readonly string[]): Promise<string[]> {
  const blocking = new Map<string, HoldRow[]>()
  for (const hold of await liveHolds(deps.store.reads, org.row.id, slice)) {
    if (!mayRelease(row, hold)) pushTo(blocking, hold.device_id, hold)
  }
  if (blocking.size === 0) return [...slice]
  const alike = new Map<string, string[]>()
  for (const [deviceId, holds] of blocking) pushTo(alike, heldBy(holds), deviceId)
  const outcome = row.undoes ? 'skipped' : 'refused'
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    for (const [message, ids] of alike)
      await updateItems(tx, row.id, ids, { outcome, code: 'held', message, updated_at: now })
    // As at its start: its own hold is released, even if another hold keeps the device stopped.
    if (row.undoes) await giveUpHolds({ org, row }, tx, [...blocking.keys()], now)
  })
  return slice.filter((id) => !blocking.has(id))
}

const markPreempted = ({ deps, row }: OperationRun, slice: readonly string[]) =>
  updateItems(deps.store.db, row.id, slice, {
    outcome: 'refused',
    code: 'newer-stop',
    message: 'a newer stop covers this device; it was not restored',
    updated_at: deps.clock.now(),
  })
