/** Active devices by the values of one part of the id, over the steps of a chart, so that they always add up. */
import type { UsageStep } from '../usage-steps'

/** Counts by value of one sample; `at` in epoch ms. `last` is null where only the mean is known. */
export type PartSample = { at: number; counts: readonly { value: string; last: number | null; mean: number }[] }
/** `points` by step: null where nothing was sampled. */
export type PartSeries = { value: string; points: (number | null)[] }

/** What the values of a part that are not shown one by one come to, and ids that have no such part. */
export const OTHER_VALUES = 'other'

/**
 * The largest values one by one, and all the rest as `other`, so that each step adds up to its active devices.
 * @param max series at most, `other` included.
 */
export function partSeries(steps: readonly UsageStep[], samples: readonly PartSample[], max: number): PartSeries[] {
  const indexOf = new Map(steps.flatMap(({ lastAt }, index) => (lastAt === null ? [] : [[lastAt, index] as const])))
  const byValue = new Map<string, Map<number, number>>()
  for (const { at, counts } of samples) {
    const index = indexOf.get(at)
    if (index === undefined) continue
    for (const { value, last, mean } of counts) {
      if (value === OTHER_VALUES) continue
      const points = byValue.get(value) ?? new Map<number, number>()
      byValue.set(value, points.set(index, last ?? mean))
    }
  }
  const peak = (points: Map<number, number>) => [...points.values()].reduce((most, count) => Math.max(most, count), 0)
  const shown = [...byValue]
    .map(([value, points]) => ({ value, points, peak: peak(points) }))
    .filter((series) => series.peak > 0)
    .sort((a, b) => b.peak - a.peak || (a.value < b.value ? -1 : 1))
    .slice(0, max - 1)
  const series = shown.map(({ value, points }) => ({
    value,
    points: steps.map(({ lastAt }, index) => (lastAt === null ? null : (points.get(index) ?? 0))),
  }))
  const others = steps.map(({ point }, index) => (point.active === null ? null : restOf(point.active, series, index)))
  return others.some((count) => count !== null && count > 0)
    ? [...series, { value: OTHER_VALUES, points: others }]
    : series
}

/**
 * What the series leave of the active devices at one step. Means are rounded each for itself and may come to more than the mean of
 * all: the largest series gives up what is too much.
 */
function restOf(active: number, series: readonly PartSeries[], index: number): number {
  const sum = series.reduce((total, { points }) => total + (points[index] ?? 0), 0)
  let tooMuch = sum - active
  const largest = series.toSorted((a, b) => (b.points[index] ?? 0) - (a.points[index] ?? 0))
  for (const { points } of largest) {
    if (tooMuch <= 0) break
    const given = Math.min(tooMuch, points[index] ?? 0)
    points[index] = (points[index] ?? 0) - given
    tooMuch -= given
  }
  return Math.max(0, active - sum)
}
