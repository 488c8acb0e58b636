'use client'
import { type ReactNode, useId, useState } from 'react'
import { CartesianGrid, ComposedChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { number } from '@/components/words/operation-words'
import { formatTicks } from '@/lib/client/format/format-time'
import { timeTicks } from '@/lib/client/format/time-ticks'
import { useZone } from '@/lib/client/state/preferences'
import type { ChartScale } from '@/lib/domain/figures/chart-scale'
import type { EndLabel } from './chart-entries'
import { ChartTooltip, type TooltipLines } from './chart-tooltip'
import { EndLabels, type Look } from './end-labels'

const HEIGHT_PX = 220

/** Room that a tick of the time axis takes, with the space beside it. */
const TICK_PX = 76

/** Room for the labels at the ends, by the width of the chart; none where it would take the chart's own. */
const roomFor = (width: number): number => (width >= 720 ? 168 : width >= 520 ? 118 : 0)

type Props<Datum> = {
  data: (Datum & { time: number })[]
  /** What the time axis shows, epoch ms, even if the data cover less of it. */
  span: { from: number; to: number }
  /** From when to when a datum is, epoch ms. */
  stepOf: (datum: Datum & { time: number }) => { from: number; to: number }
  label: string
  scale: ChartScale
  /** What the axis counts, and what has to be known about the curves. */
  caption: string
  labels: readonly EndLabel[]
  /** By the key of a label. */
  looks: ReadonlyMap<string, Look>
  /** What is said of one step. */
  linesOf: TooltipLines<Datum>
  /** A span was marked with the pointer; absent: there is nothing to zoom into. */
  onZoom?: (from: number, to: number) => void
  children: ReactNode
}

/**
 * Axes, grid, tooltip and end labels shared by every curve over time. A pointer, a finger or the arrow keys move the tooltip; a
 * pointer that is dragged marks a span.
 */
export function TimeChart<Datum>({
  data,
  span,
  stepOf,
  label,
  scale,
  caption,
  labels,
  looks,
  linesOf,
  onZoom,
  children,
}: Props<Datum>) {
  const zone = useZone()
  const [width, setWidth] = useState(0)
  const [marked, setMarked] = useState<{ from: number; to: number } | null>(null)
  const captionId = useId()
  const tick = formatTicks(zone, span.from, span.to)
  const room = roomFor(width)
  const end = () => {
    const [from, to] = marked ? [Math.min(marked.from, marked.to), Math.max(marked.from, marked.to)] : [0, 0]
    setMarked(null)
    if (to > from) onZoom?.(from, to)
  }
  return (
    <figure aria-label={label} aria-describedby={captionId} className="pr-3 pb-2 text-small select-none">
      <figcaption id={captionId} className="px-4 text-small text-faint">
        {caption}
        {width > 0 && room === 0 && ` · ${labels.map(({ name, value }) => `${number(value)} ${name}`).join(', ')}`}
      </figcaption>
      <ResponsiveContainer width="100%" height={HEIGHT_PX} onResize={setWidth}>
        <ComposedChart
          data={data}
          margin={{ top: 12, right: room + 4, bottom: 0, left: 10 }}
          accessibilityLayer
          title={label}
          onMouseDown={(state) => {
            const at = Number(state.activeLabel)
            if (onZoom && Number.isFinite(at)) setMarked({ from: at, to: at })
          }}
          onMouseMove={(state) => {
            const to = Number(state.activeLabel)
            if (marked && Number.isFinite(to) && to !== marked.to) setMarked({ ...marked, to })
          }}
          onMouseUp={end}
          onMouseLeave={() => setMarked(null)}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="time"
            type="number"
            domain={[span.from, span.to]}
            allowDataOverflow
            ticks={timeTicks(span.from, span.to, zone, Math.floor((width - room) / TICK_PX))}
            tickFormatter={(at: number) => tick(at)}
            stroke="var(--line)"
            tick={{ fill: 'var(--faint)' }}
            interval="preserveStartEnd"
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
            content={({ active, payload }) => {
              const datum = payload?.[0]?.payload as (Datum & { time: number }) | undefined
              if (!active || !datum || marked) return null
              return <ChartTooltip {...stepOf(datum)} zone={zone} lines={linesOf(datum)} />
            }}
            cursor={{ stroke: 'var(--edge)' }}
          />
          {children}
          {marked && <ReferenceArea x1={marked.from} x2={marked.to} fill="var(--focus)" fillOpacity={0.15} />}
          <EndLabels labels={labels} looks={looks} room={room} />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  )
}
