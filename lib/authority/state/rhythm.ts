import { unpackInterval } from './interval'

/** The usual spacing of a device's validates, learned from its last `n` intervals; times in milliseconds. */
export type Rhythm = { medianMs: number; p95Ms: number; n: number }

/** Nearest-rank median and 95th percentile of packed intervals, or null where there are none. */
export function rhythmOf(packed: Uint16Array): Rhythm | null {
  const n = packed.length
  if (n === 0) return null
  // The packing keeps the order of intervals, so packed values can be sorted as they are.
  const sorted = packed.slice().sort()
  const at = (share: number) => unpackInterval(sorted[Math.ceil(share * n) - 1] as number)
  return { medianMs: at(0.5), p95Ms: at(0.95), n }
}
