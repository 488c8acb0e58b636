/** Waits until every device of a step works again; returns at once when one of them is stopped. */
import { shownId } from '@/lib/domain/ids/shown-id'
import { stepEvidence } from '@/lib/evidence/step-evidence'
import { authorityNow } from '@/lib/fleet/reading'
import { listItems } from '@/lib/store/operation-items'
import type { OperationRun } from './calls/operation-run'

/** How long a step may take until a person is asked, in ms. */
const STEP_MS = 600_000
const LOOK_EVERY_MS = 2_000

/** `why` is a sentence for the person who is asked. */
export type StepEnd = { end: 'validating'; devices: number } | { end: 'ask'; why: string } | { end: 'halted' }

export async function watchStep(job: OperationRun, step: number): Promise<StepEnd> {
  const { deps, org, row } = job
  const items = (await listItems(deps.store.reads, row.id, { outcomes: ['pending'] })).filter(
    (item) => item.step === step && item.accepted_at !== null,
  )
  const acceptedAt = org.reading.authorityNow === null ? undefined : authorityNow(org.reading, deps.clock.now())
  const until = deps.clock.now() + STEP_MS
  for (;;) {
    if (job.haltSignal.aborted || job.preemptedSignal?.aborted || deps.closing.aborted) return { end: 'halted' }
    await org.reader.readNow().catch(() => undefined)
    const seen = items.map((item) => ({ item, evidence: stepEvidence(org, item, acceptedAt) }))
    const stopped = seen.filter(({ evidence }) => evidence === 'denied').map(({ item }) => item.device_id)
    if (stopped.length > 0)
      return {
        end: 'ask',
        why: `step ${step}: ${named(stopped)} denied or stopped again since. Look into it, then continue or cancel.`,
      }
    const silent = seen.filter(({ evidence }) => evidence === 'none').map(({ item }) => item.device_id)
    if (silent.length === 0) return { end: 'validating', devices: items.length }
    if (deps.clock.now() >= until)
      return {
        end: 'ask',
        why: `step ${step}: ${named(silent)} not validating after ${STEP_MS / 60_000} min. Start ${silent.length === 1 ? 'it' : 'them'}, or continue without.`,
      }
    await deps.pause(LOOK_EVERY_MS)
  }
}

const named = (ids: readonly string[]): string =>
  ids.length === 1 ? `${shownId(ids[0] as string)} is` : `${shownId(ids[0] as string)} and ${ids.length - 1} more are`
