/**
 * What the charts of a span draw: one datum for each step, at its end. A step has the counts of its end: drawn from its beginning, a
 * curve would fall before the stop that made it fall.
 */
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'

export type UsageDatum = UsagePoint & {
  /** Of the step, epoch ms; `time` is its end. */
  begin: number
  time: number
  /** From the lowest to the highest count of active devices; null where they are one or not known. */
  band: [number, number] | null
  /** Of the span before, at the same place. */
  before: UsagePoint | null
  /** Counts of the series, by their position. */
  series: (number | null)[]
}

/** From when to when its counts are. */
export const stepOf = ({ begin, time }: Pick<UsageDatum, 'begin' | 'time'>) => ({ from: begin, to: time })

/** The span in epoch ms, and the data of its steps. */
export function chartData({ from, to, points, stacked, before, bucketSeconds }: Usage): {
  span: { from: number; to: number }
  stepMs: number
  data: UsageDatum[]
} {
  const stepMs = bucketSeconds * 1_000
  const span = { from: Date.parse(from), to: Date.parse(to) }
  const shiftMs = before ? span.from - Date.parse(before.from) : 0
  // Steps of two spans may begin at other moments: the nearest one counts.
  const earlier = new Map(
    (before?.points ?? []).map((point) => [Math.round((Date.parse(point.at) + shiftMs) / stepMs), point]),
  )
  const data = points.map((point, index): UsageDatum => {
    const begin = Date.parse(point.at)
    const { activeLowest: low, activeHighest: high } = point
    return {
      ...point,
      begin,
      time: Math.min(span.to, begin + stepMs),
      band: low !== null && high !== null && high > low ? [low, high] : null,
      before: earlier.get(Math.round(begin / stepMs)) ?? null,
      series: stacked.series.map((series) => series.points[index] ?? null),
    }
  })
  return { span, stepMs, data }
}
