import { lastKnown } from '@/components/charts/chart-entries'
import { seriesColour } from '@/components/charts/series-fill'
import { stepPaths } from '@/components/charts/step-paths'
import { number } from '@/components/words/operation-words'
import { OTHER_VALUES, type PartSeries } from '@/lib/domain/figures/part-series'
import type { UsageDatum } from './chart-data'

const WIDTH = 240
const HEIGHT = 56

/** Each value in a small chart of its own, all on one scale: a band of a stack moves with those below it, a line does not. */
export function PartMultiples({
  series,
  data,
  span,
}: {
  series: readonly PartSeries[]
  data: readonly UsageDatum[]
  span: { from: number; to: number }
}) {
  const top = series.reduce(
    (most, { points }) => points.reduce<number>((peak, count) => Math.max(peak, count ?? 0), most),
    1,
  )
  return (
    <ul className="grid grid-cols-1 gap-x-6 gap-y-3 px-4 pb-4 sm:grid-cols-2 lg:grid-cols-3">
      {series.map(({ value, points }, index) => {
        const values = data.map((datum) => ({ time: datum.time, count: datum.series[index] ?? null }))
        return (
          <li key={value} className="min-w-0">
            <p className="flex items-baseline justify-between gap-3 text-small">
              <bdi className="truncate" title={value}>
                {value}
              </bdi>
              <span className="shrink-0 font-medium">{number(lastKnown(points) ?? 0)}</span>
            </p>
            <svg
              role="img"
              aria-label={`${value}: ${number(lastKnown(points) ?? 0)} at the end, ${number(Math.max(0, ...points.map((count) => count ?? 0)))} at most`}
              viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
              preserveAspectRatio="none"
              className="h-14 w-full border-b"
            >
              {stepPaths(values, { ...span, top, width: WIDTH, height: HEIGHT }).map((path) => (
                <path
                  key={path}
                  d={path}
                  fill="none"
                  stroke={seriesColour(index, value === OTHER_VALUES)}
                  strokeWidth="2"
                  vectorEffect="non-scaling-stroke"
                />
              ))}
            </svg>
          </li>
        )
      })}
      <li className="text-small text-faint sm:col-span-full">Each from 0 to {number(top)} devices.</li>
    </ul>
  )
}
