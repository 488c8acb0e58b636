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
