'use client'
import { Area, Line, ReferenceLine } from 'recharts'
import type { EndLabel } from '@/components/charts/chart-entries'
import type { TooltipLine } from '@/components/charts/chart-tooltip'
import type { Look } from '@/components/charts/end-labels'
import { TimeChart } from '@/components/charts/time-chart'
import { number } from '@/components/words/operation-words'
import { formatDay } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { capFits, chartScale } from '@/lib/domain/figures/chart-scale'
import type { Headroom } from '@/lib/domain/wire/usage'

const DAY_MS = 86_400_000
/** As far back as ahead. */
const BACK_DAYS = 90

const USED: Look = { stroke: 'var(--ink)' }
const AHEAD: Look = { stroke: 'var(--ink)', dash: '3 4' }
const CAP: Look = { stroke: 'var(--edge)', dash: '8 3' }
const LOOKS = new Map([
  ['used', USED],
  ['mid', AHEAD],
  ['cap', CAP],
])

type Datum = { used: number | null; mid: number | null; band: [number, number] | null; cap: number | null }

/** The highest count of each day, where it probably goes, and the cap. */
export function HeadroomChart({ headroom: { days, forecast }, limit }: { headroom: Headroom; limit: number | null }) {
  const zone = useZone()
  const ahead = 'days' in forecast && typeof forecast.days !== 'number' ? forecast.days : []
  const past = days.slice(-BACK_DAYS)
  const shownAhead = ahead.slice(0, aheadDays(forecast, past.length))
  const scale = chartScale([...past.map(({ active }) => active), ...shownAhead.map(({ high }) => high)], [limit])
  const last = past.at(-1)
  const data = [
    ...past.map(({ at, active, cap }): Datum & { time: number } => ({
      time: Date.parse(at),
      used: active,
      // The line ahead begins where the past ends.
      mid: last?.at === at && shownAhead.length > 0 ? active : null,
      band: null,
      cap: capFits(cap, scale) ? cap : null,
    })),
    ...shownAhead.map(({ at, low, mid, high }): Datum & { time: number } => ({
      time: Date.parse(at),
      used: null,
      mid,
      band: [low, high],
      cap: capFits(limit, scale) ? limit : null,
    })),
  ]
  const [from, to] = [data[0]?.time ?? 0, (data.at(-1)?.time ?? 0) + DAY_MS]
  const labels = ahead.length > 0 ? endLabels(shownAhead.at(-1)?.mid ?? 0, capFits(limit, scale) ? limit : null) : []
  const reachedAt = forecast.state === 'expected' ? Date.parse(forecast.at) : null
  return (
    <TimeChart
      data={data}
      span={{ from, to }}
      stepOf={({ time }) => ({ from: time, to: time + DAY_MS })}
      label="Highest number of active devices of each day, where it probably goes, and the cap"
      caption={`active devices, the most of each day${shownAhead.length > 0 ? '; dashed: probably, nine times of ten within the band' : ''}${limit !== null && limit > scale.top ? `; cap ${number(limit)}, above the chart` : ''}`}
      scale={scale}
      labels={labels}
      looks={LOOKS}
      linesOf={linesOf}
    >
      <Area
        dataKey="band"
        stroke="none"
        fill="var(--edge)"
        fillOpacity={0.3}
        isAnimationActive={false}
        activeDot={false}
      />
      <Line
        dataKey="cap"
        dot={false}
        activeDot={false}
        isAnimationActive={false}
        stroke={CAP.stroke}
        strokeDasharray={CAP.dash}
      />
      <Line dataKey="used" dot={false} isAnimationActive={false} stroke={USED.stroke} strokeWidth={2} />
      <Line dataKey="mid" dot={false} isAnimationActive={false} stroke={AHEAD.stroke} strokeDasharray={AHEAD.dash} />
      {reachedAt !== null && reachedAt < to && (
        <ReferenceLine
          x={reachedAt}
          stroke="var(--wait)"
          label={{
            value: formatDay(reachedAt, zone),
            // On the side on which there is more room.
            position: reachedAt - from > to - reachedAt ? 'insideTopRight' : 'insideTopLeft',
            fill: 'var(--wait)',
            fontSize: 11,
          }}
        />
      )}
    </TimeChart>
  )
}

/** No farther ahead than what there is of the past would bear, and a little beyond the day on which the cap is reached. */
function aheadDays(forecast: Headroom['forecast'], pastDays: number): number {
  if (forecast.state !== 'expected') return Math.min(90, Math.max(14, pastDays))
  const until = Date.parse(forecast.latest ?? forecast.at)
  const first = Date.parse(forecast.days[0]?.at ?? forecast.at)
  return Math.min(90, Math.ceil((until - first) / DAY_MS) + 7)
}

const endLabels = (mid: number, cap: number | null): EndLabel[] => [
  { key: 'mid', name: 'probably', value: mid, place: mid },
  ...(cap === null ? [] : [{ key: 'cap', name: 'cap', value: cap, place: cap }]),
]

function linesOf({ used, mid, band, cap }: Datum): TooltipLine[] {
  const counted = used === null ? [] : [{ name: 'most of the day', value: number(used), look: USED }]
  const foretold =
    band === null || mid === null
      ? []
      : [
          { name: 'probably', value: number(mid), look: AHEAD },
          { name: 'nine times of ten', value: `${number(band[0])} – ${number(band[1])}` },
        ]
  return [...counted, ...foretold, ...(cap === null ? [] : [{ name: 'cap', value: number(cap), look: CAP }])]
}
