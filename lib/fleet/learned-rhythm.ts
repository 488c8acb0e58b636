/**
 * Learns how often a device validates from successive readings of its last validate, for authorities that do not report it.
 * The intervals are as coarse as the readings: a device that validates more often than it is read looks slower.
 */
import type { Device, Rhythm } from '@/lib/domain/device'
import { resized } from './columns/number-column'

const INTERVALS_MAX = 16
/** Fewer intervals are not evidence of a rhythm. */
const INTERVALS_MIN = 3
/** 49 days: what is longer is no rhythm any more. */
const INTERVAL_MS_MAX = 2 ** 32 - 1

export class LearnedRhythms {
  /** The last intervals of each slot. */
  #intervals = new Uint32Array(0)
  /** How many were noted; on from `INTERVALS_MAX` it goes round within as many more, so that the oldest is known. */
  #counts = new Uint8Array(0)
  /** Room for so many intervals: arrays made for each device would be much garbage. */
  readonly #sorted = Array.from({ length: INTERVALS_MAX + 1 }, (_, n) => new Uint32Array(n))

  /**
   * The rhythm that the authority reports, else the one that could be learned. `seenBefore`: last validate so far, negative or
   * NaN where there is none.
   */
  learn(slot: number, { rhythm, lastValidatedAt }: Device, seenBefore: number): Device['rhythm'] {
    if (rhythm !== undefined) {
      this.forget(slot)
      return rhythm
    }
    if (seenBefore >= 0 && lastValidatedAt != null && lastValidatedAt > seenBefore)
      this.#note(slot, lastValidatedAt - seenBefore)
    const count = Math.min(INTERVALS_MAX, this.#counts[slot] ?? 0)
    return count < INTERVALS_MIN ? undefined : this.#summarize(slot, count)
  }

  forget(slot: number): void {
    if (slot < this.#counts.length) this.#counts[slot] = 0
  }

  #note(slot: number, ms: number): void {
    if (slot >= this.#counts.length) {
      const capacity = Math.max(64, slot * 2)
      this.#counts = resized(this.#counts, capacity)
      this.#intervals = resized(this.#intervals, capacity * INTERVALS_MAX)
    }
    const count = this.#counts[slot]!
    this.#intervals[slot * INTERVALS_MAX + (count % INTERVALS_MAX)] = Math.min(ms, INTERVAL_MS_MAX)
    this.#counts[slot] = count === 2 * INTERVALS_MAX - 1 ? INTERVALS_MAX : count + 1
  }

  #summarize(slot: number, n: number): Rhythm {
    const sorted = this.#sorted[n]!
    for (let at = 0; at < n; at++) sorted[at] = this.#intervals[slot * INTERVALS_MAX + at]!
    sorted.sort()
    const at = (share: number) => sorted[Math.min(n - 1, Math.ceil(share * n) - 1)]!
    return { medianMs: at(0.5), p95Ms: at(0.95), n, learned: true }
  }
}
