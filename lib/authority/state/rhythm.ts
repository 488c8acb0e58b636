/** Intervals are kept in 16 bits: 11 of value and 5 of shift. Exact up to 2 s, within 0.1 % up to 24 days. */
const VALUE_BITS = 11
const VALUE_MAX = (1 << VALUE_BITS) - 1
const INTERVAL_MS_MAX = 2 ** 31 - 1

export function packInterval(ms: number): number {
  const whole = Math.min(INTERVAL_MS_MAX, Math.round(ms))
  const shift = Math.max(0, 32 - VALUE_BITS - Math.clz32(whole))
  return (shift << VALUE_BITS) | (whole >>> shift)
}

export const unpackInterval = (packed: number): number => (packed & VALUE_MAX) * 2 ** (packed >>> VALUE_BITS)

export const INTERVALS_MAX = 32

/** The usual spacing of a device's validates, learned from its last `n` intervals; times in milliseconds. */
export type Rhythm = { medianMs: number; p95Ms: number; n: number }

/** Room for so many: a list of 300,000 devices would make as many arrays. */
const SORTED = Array.from({ length: INTERVALS_MAX + 1 }, (_, n) => new Uint16Array(n))

/** Nearest-rank median and 95th percentile of at most `INTERVALS_MAX` packed intervals, or null where there are none. */
export function rhythmOf(packed: Uint16Array): Rhythm | null {
  const n = packed.length
  if (n === 0) return null
  // The packing keeps the order of intervals, so packed values can be sorted as they are.
  const sorted = SORTED[n] as Uint16Array
  sorted.set(packed)
  sorted.sort()
  const at = (share: number) => unpackInterval(sorted[Math.ceil(share * n) - 1] as number)
  return { medianMs: at(0.5), p95Ms: at(0.95), n }
}
