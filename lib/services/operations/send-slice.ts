/** Sends one slice of an operation, and writes down what was answered. */
import { liveHolds } from '@/lib/store/holds'
import { updateItems } from '@/lib/store/operations'
import type { HoldRow } from '@/lib/store/schema'
import { callKindOf } from './call-devices'
import { callUntilClear } from './call-until-clear'
import type { Job } from './job'
import { heldBy, mayRelease } from './plan-items'
import { pushTo } from './push-to'
import { writeAnswers } from './write-answers'

/** @param again some of it may have been sent before. */
export async function sendSlice(job: Job, slice: readonly string[], again: boolean): Promise<void> {
  const { row, broken, breaker } = job
  if (job.halt.aborted || breaker.isOpen()) return
  if (broken?.aborted) return markBrokenOff(job, slice)
  const free = callKindOf(row.kind) === 'restore' ? await withoutHeld(job, slice) : slice
  if (free.length === 0) return
  const results = await callUntilClear(job, free, again)
  breaker.note(results.some(({ answer }) => ['ok', 'refused', 'broken-off', 'halted'].includes(answer)))
  const brokenOff = results.filter((result) => result.answer === 'broken-off').map((result) => result.deviceId)
  if (brokenOff.length > 0) await markBrokenOff(job, brokenOff)
  await writeAnswers(
    job,
    results.filter(({ answer }) => answer !== 'broken-off' && answer !== 'halted'),
  )
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
