/** Times from the acceptance of a stop to the first no, for each value of a part of the id. */

export type ValueTimes = { value: string; devices: number; medianMs: number; p90Ms: number }

/** Slowest median first. @param times `value` null: the id has no such part. */
export function timesByValue(times: readonly { value: string | null; ms: number }[]): ValueTimes[] {
  const byValue = new Map<string, number[]>()
  for (const { value, ms } of times) {
    const known = byValue.get(value ?? '–')
    if (known) known.push(ms)
    else byValue.set(value ?? '–', [ms])
  }
  return [...byValue]
    .map(([value, all]) => {
      const sorted = Float64Array.from(all).sort()
      // The smallest of them below which at least that share lies.
      const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number
      return { value, devices: all.length, medianMs: at(0.5), p90Ms: at(0.9) }
    })
    .sort((a, b) => b.medianMs - a.medianMs || (a.value < b.value ? -1 : 1))
}
