/**
 * Learns how often a device validates from successive readings of its last validate, for authorities that do not tell.
 * The intervals are as coarse as the readings: a device that validates more often than it is read looks slower.
 */
import type { Device, Rhythm } from '@/lib/domain/device'

const INTERVALS_MAX = 16
/** Fewer intervals say nothing yet. */
const INTERVALS_MIN = 3

export class LearnedRhythms {
  readonly #intervals = new Map<string, number[]>()

  /** The device as it should be kept: with a rhythm where one could be learned. */
  learn(device: Device, previous: Device | undefined): Device {
    if (device.rhythm !== undefined) {
      this.forget(device.deviceId)
      return device
    }
    if (!previous) return device
    const before = previous.lastValidatedAt
    const now = device.lastValidatedAt
    const intervals = this.#intervals.get(device.deviceId) ?? []
    if (before != null && now != null && now > before) {
      intervals.push(now - before)
      if (intervals.length > INTERVALS_MAX) intervals.shift()
      this.#intervals.set(device.deviceId, intervals)
    }
    return intervals.length < INTERVALS_MIN ? device : { ...device, rhythm: summarize(intervals) }
  }

  forget(deviceId: string): void {
    if (this.#intervals.size > 0) this.#intervals.delete(deviceId)
  }
}

function summarize(intervals: readonly number[]): Rhythm {
  const sorted = intervals.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
  return { medianMs: at(0.5), p95Ms: at(0.95), n: sorted.length, learned: true }
}
