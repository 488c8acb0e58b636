/**
 * How long events of a chain waited for their anchor, by the record's own times: a later verification, on another machine, gives
 * the same answer. If an event waits while another is written more than a minute later, it was overdue.
 */
import { ANCHOR_EVENTS, ANCHOR_EVENTS_WITHIN_MS, ANCHOR_WITHIN_MS } from '../anchors/anchor-interval'

/** `since`: time of the first event that waits, epoch ms. `late`: longer, or more of them, than there may be. */
export type Wait = { events: number; since: number; late: boolean }

export type AnchorWaits = {
  /** @param at epoch ms. */
  take: (sequence: number, at: number) => void
  /** Stretches that waited too long before their anchor came; the times of their first events, epoch ms. */
  lateBefore: () => readonly number[]
  /** What still waits. */
  open: () => Wait
}

/** @param anchored sequences of the chain that were anchored. */
export function createAnchorWaits(anchored: Iterable<number>): AnchorWaits {
  const ends = [...new Set(anchored)].sort((a, b) => a - b)
  const lateBefore: number[] = []
  let next = 0
  let wait: Wait = { events: 0, since: 0, late: false }
  let fullAt = 0
  return {
    take(sequence, at) {
      while (next < ends.length && (ends[next] as number) < sequence) {
        if (wait.late) lateBefore.push(wait.since)
        wait = { events: 0, since: 0, late: false }
        next += 1
      }
      wait.events += 1
      if (wait.events === 1) wait.since = at
      if (wait.events === ANCHOR_EVENTS) fullAt = at
      wait.late ||= at - wait.since > ANCHOR_WITHIN_MS
      wait.late ||= wait.events > ANCHOR_EVENTS && at - fullAt > ANCHOR_EVENTS_WITHIN_MS
    },
    // The last events may be the very ones of the newest anchor.
    lateBefore: () => (next < ends.length && wait.late ? [...lateBefore, wait.since] : lateBefore),
    open: () => (next < ends.length ? { events: 0, since: 0, late: false } : wait),
  }
}
