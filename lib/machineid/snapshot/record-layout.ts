/**
 * A device in some 170 bytes of memory: what a worker thread hands over, at a tenth of the cost of JSON. Three parts follow each
 * other: words (its size in bytes, what kinds of values it has, the shapes of its texts), numbers, and texts. NaN means what
 * the authority does not report, minus infinity null. Every record begins at a multiple of eight bytes.
 */
import type { DeviceStatus } from '@/lib/domain/device'

export const STATUSES = ['active', 'unknown', 'revoked'] as const satisfies readonly DeviceStatus[]
/** What there is of a decision or a rhythm. `FIRST` and `SECOND`: allowed and denied, reported and learned. */
export const [NOT_REPORTED, NULL, FIRST, SECOND] = [0, 1, 2, 3] as const
export const DECISION_SHIFT = 2
export const RHYTHM_SHIFT = 4
/** Set where the decision is proven. */
export const PROVEN_BIT = 1 << 6
export const KIND_BITS = 3

/** Words: what each of them holds. */
export const SIZE = 0
export const KINDS = 1
/** The shape of a text: one more than its bytes, shifted, and whether it has two bytes per unit; 0 where there is none. */
export const ID = 2
export const CODE = 3
export const REQUEST_ID = 4
/** An even number, so that the numbers behind them begin at a multiple of eight bytes. */
export const WORDS = 6
export const NUMBERS = 12
export const FIXED_BYTES = WORDS * 4 + NUMBERS * 8

/** One piece of memory, seen in three ways. */
export type RecordMemory = { bytes: Buffer; words: Uint32Array; numbers: Float64Array }

export const recordMemory = (buffer: ArrayBuffer): RecordMemory => ({
  bytes: Buffer.from(buffer),
  words: new Uint32Array(buffer),
  numbers: new Float64Array(buffer),
})

/** The next multiple of eight. */
export const aligned = (bytes: number) => (bytes + 7) & ~7

/** 53 bits of a multiplicative hash of a record: two different readings of 100,000 devices practically never meet. */
export function printOf({ words }: RecordMemory, start: number, size: number): number {
  let high = 0x811c9dc5
  let low = 0x41c6ce57
  const end = (start + size) / 4
  for (let at = start / 4; at < end; at++) {
    const word = words[at]!
    high = Math.imul(high ^ word, 0x01000193)
    high ^= high >>> 15
    low = Math.imul(low ^ word, 0x5bd1e995) ^ (low >>> 13)
  }
  return (high >>> 11) * 4_294_967_296 + (low >>> 0)
}
