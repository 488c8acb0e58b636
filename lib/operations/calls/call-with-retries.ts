/**
 * Calls a slice of a restore, removal or registration again until each device has a clear answer, or the tries are used up.
 * Every call here is idempotent. A stop is never given up this way: `call-stop-with-retries.ts`.
 */

import { raceAbort } from '@/lib/concurrency/race-abort'
import { type CallResult, callDevices, callKindOf } from './call-devices'
import type { OperationRun } from './operation-run'

/** Pauses before a call without a clear answer is made again, in ms. */
const RETRY_MS = [500, 2_000]
/** If an authority asks to be called less often, it is called this many times more, at least this much later, in ms. */
const BUSY_TRIES = 6
const BUSY_MS = 1_000
/** The longest pause that it is granted. */
const PAUSE_MAX_MS = 30_000

/** `again`: some may have been sent before; "unchanged" proves nothing then. */
export async function callWithRetries(
  job: OperationRun,
  ids: readonly string[],
  again: boolean,
): Promise<CallResult[]> {
  const { org, row } = job
  const kind = callKindOf(row.kind)
  let results = await callDevices(org, kind, ids, job)
  if (again) results = results.map(withoutChanged)
  for (let tries = 0; tries < BUSY_TRIES; tries += 1) {
    const open = results.filter(
      ({ outcome }) => outcome === 'busy' || (outcome === 'unknown' && tries < RETRY_MS.length),
    )
    if (open.length === 0 || isOver(job)) break
    await raceAbort(job.deps.pause(pauseMs(open, RETRY_MS[tries] ?? BUSY_MS)), [job.haltSignal, job.preemptedSignal])
    if (isOver(job)) break
    const sent = await callDevices(
      org,
      kind,
      open.map((result) => result.deviceId),
      job,
    )
    const retried = new Map(sent.map((result) => [result.deviceId, withoutChanged(result)]))
    results = results.map((result) => retried.get(result.deviceId) ?? result)
  }
  return results
}

const isOver = ({ haltSignal, preemptedSignal }: OperationRun): boolean =>
  haltSignal.aborted || preemptedSignal?.aborted === true

/** The reply to a second sending does not show whether the first one or another client changed the device. */
export const withoutChanged = (result: CallResult): CallResult => ({ ...result, changed: undefined })

/** As long as the authority asked for, within bounds; spread, so that not all callers come back at once. */
function pauseMs(open: readonly CallResult[], leastMs: number): number {
  return Math.min(PAUSE_MAX_MS, Math.max(leastMs * (0.5 + Math.random()), longestAsked(open)))
}

/** The longest pause that the authority asked for, in ms. */
export const longestAsked = (results: readonly CallResult[]): number =>
  results.reduce((longest, { retryAfterMs }) => Math.max(longest, retryAfterMs ?? 0), 0)
