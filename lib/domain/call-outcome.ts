/** What became of one call about one device: the same words from the reply to the page. */
import type { ItemOutcome } from './operation'

/**
 * - `accepted`: the authority acknowledged it; only a reading shows that it is so. - `refused`: the authority said no.
 * - `failed`: certainly not done. - `busy`: not done, the authority requests fewer calls. - `unknown`: no clear reply, the call may
 * have worked. - `withdrawn`: a stop that a newer act took back over this device before the authority took it.
 * - `preempted`: not sent, a newer stop came first. - `halted`: not sent, a person paused or cancelled it.
 */
export type CallOutcome = 'accepted' | 'refused' | 'failed' | 'busy' | 'unknown' | 'withdrawn' | 'preempted' | 'halted'

const FINAL: Partial<Record<CallOutcome, ItemOutcome>> = {
  refused: 'refused',
  failed: 'failed',
  busy: 'failed',
  withdrawn: 'skipped',
}

/** The outcome of the item where the call decides it; undefined where a reading does. */
export const finalOutcome = (outcome: CallOutcome): ItemOutcome | undefined => FINAL[outcome]

const CLEAR: ReadonlySet<CallOutcome> = new Set(['accepted', 'refused', 'failed', 'withdrawn'])

/** Another call would change nothing. */
export const isClear = (call: { outcome: CallOutcome } | undefined): boolean =>
  call !== undefined && CLEAR.has(call.outcome)
