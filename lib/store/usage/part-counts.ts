/** Active devices by the values of one part at one sample, as one text: so hundreds of values cost one row. */

/** `last`: at the end of the sample, null where only the mean is known; both are the same in a raw one. */
export type PartCount = { value: string; last: number | null; mean: number }

type Packed = [value: string, last: number | null, mean?: number]

export const packCounts = (counts: readonly PartCount[]): string =>
  JSON.stringify(counts.map(({ value, last, mean }): Packed => (last === mean ? [value, last] : [value, last, mean])))

export const unpackCounts = (text: string): PartCount[] =>
  (JSON.parse(text) as Packed[]).map(([value, last, mean]) => ({ value, last, mean: mean ?? last ?? 0 }))
