/** What the charts of a span draw: one datum for each step, the last one drawn on to the end of its step. */
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'

export type UsageDatum = UsagePoint & {
  time: number
  /** From the lowest to the highest count of active devices; null where they are one or not known. */
  band: [number, number] | null
  /** Of the span before, at the same place. */
  before: UsagePoint | null
  /** Counts of the series, by their position. */
  series: (number | null)[]
}

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
    const time = Date.parse(point.at)
    const { activeLowest: low, activeHighest: high } = point
    return {
      ...point,
      time,
      band: low !== null && high !== null && high > low ? [low, high] : null,
      before: earlier.get(Math.round(time / stepMs)) ?? null,
      series: stacked.series.map((series) => series.points[index] ?? null),
    }
  })
  return { span, stepMs, data: withEnd(data, span.to, stepMs) }
}

/** A step is drawn from its beginning to that of the next one: the last one gets an end of its own. */
function withEnd(data: readonly UsageDatum[], to: number, stepMs: number): UsageDatum[] {
  const last = data.at(-1)
  if (!last || last.active === null) return [...data]
  return [...data, { ...last, time: Math.min(to, last.time + stepMs) }]
}
