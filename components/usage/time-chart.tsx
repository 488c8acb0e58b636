'use client'
import { type ReactNode, useState } from 'react'
import { CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { number } from '@/components/words/operation-words'
import { formatExact, formatTicks } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { ChartScale } from '@/lib/domain/figures/chart-scale'
import type { EndLabel } from './chart-entries'
import { EndLabels, type Look } from './end-labels'

const HEIGHT_PX = 220

/** Room for the labels at the ends, by the width of the chart; none where it would take the chart's own. */
const roomFor = (width: number): number => (width >= 720 ? 168 : width >= 320 ? 104 : 0)

type Props = {
  data: { time: number }[]
  label: string
  scale: ChartScale
  /** What the axis counts, and what has to be known about the curves. */
  caption: string
  labels: readonly EndLabel[]
  /** By the key of a label. */
  looks: ReadonlyMap<string, Look>
  children: ReactNode
}

/** Axes, grid, tooltip and end labels shared by every curve over time. `time` is epoch ms. */
export function TimeChart({ data, label, scale, caption, labels, looks, children }: Props) {
  const zone = useZone()
  const [width, setWidth] = useState(0)
  const tick = formatTicks(zone, data[0]?.time ?? 0, data.at(-1)?.time ?? 0)
  const room = roomFor(width)
  return (
    <div role="img" aria-label={`${label}. The table has the same numbers.`} className="pr-3 pb-2 text-small">
      <p className="px-4 text-small text-faint">
        {caption}
        {width > 0 && room === 0 && ` · ${labels.map(({ name, value }) => `${number(value)} ${name}`).join(', ')}`}
      </p>
      <ResponsiveContainer width="100%" height={HEIGHT_PX} onResize={setWidth}>
        <ComposedChart
          data={data}
          margin={{ top: 12, right: room + 4, bottom: 0, left: 10 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="time"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            tickFormatter={(at: number) => tick(at)}
            stroke="var(--line)"
            tick={{ fill: 'var(--faint)' }}
            minTickGap={48}
          />
          <YAxis
            domain={[0, scale.top]}
            ticks={scale.ticks}
            interval={0}
            width="auto"
            tickFormatter={(value: number) => number(value)}
            stroke="var(--line)"
            tick={{ fill: 'var(--faint)' }}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(at) => formatExact(Number(at), zone)}
            formatter={(value) => number(Number(value))}
            contentStyle={{ background: 'var(--panel)', border: '1px solid var(--line)', borderRadius: 8 }}
            itemStyle={{ color: 'var(--ink)', padding: 0 }}
          />
          {children}
          <EndLabels labels={labels} looks={looks} room={room} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}
