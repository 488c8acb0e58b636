import type { PartSeries } from '@/lib/domain/figures/part-series'
import type { UsagePoint } from '@/lib/domain/usage-steps'

/** A curve's label at its end. `place`: the value it points at; `value`: what it reads. */
export type EndLabel = { key: string; name: string; value: number; place: number }

/** The last value that is known; null if there is none. */
export const lastKnown = (values: readonly (number | null | undefined)[]): number | null =>
  values.findLast((value) => value !== null && value !== undefined) ?? null

/** What of a step is a count. */
export type CountKey = Exclude<keyof UsagePoint, 'at' | 'meanOnly'>

/** Labels of lines: at their last known value, a cap only where its line reaches the end. Lines without any have none. */
export function lineLabels(
  lines: readonly { key: CountKey; name: string }[],
  points: readonly Pick<UsagePoint, CountKey>[],
): EndLabel[] {
  return lines.flatMap(({ key, name }) => {
    const values = points.map((point) => point[key])
    const value = key === 'cap' ? (values.at(-1) ?? null) : lastKnown(values)
    return value === null ? [] : [{ key, name, value, place: value }]
  })
}

/** Labels of stacked series: in the middle of each band at its end, the first series lowest. */
export function bandLabels(series: readonly PartSeries[]): EndLabel[] {
  let below = 0
  return series.map(({ value: name, points }, index) => {
    const value = lastKnown(points) ?? 0
    const place = below + value / 2
    below += value
    return { key: `s${index}`, name, value, place }
  })
}

/** The height of the stack at each step; null where nothing was sampled. */
export const stackHeights = (series: readonly PartSeries[]): (number | null)[] =>
  (series[0]?.points ?? []).map((_, index) =>
    series.reduce<number | null>((sum, { points }) => {
      const value = points[index] ?? null
      return value === null ? sum : (sum ?? 0) + value
    }, null),
  )

/** A name that fits beside a chart; the tooltip and the table have it whole. */
export const shortName = (name: string, max: number): string => {
  const letters = [...name]
  return letters.length <= max ? name : `${letters.slice(0, max - 1).join('')}…`
}
