'use client'
import type { ReactNode } from 'react'
import { CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { number } from '@/components/words/operation-words'
import { formatExact, formatTicks } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'

const HEIGHT_PX = 220

/** Axes, grid and tooltip shared by every curve over time. `time` is epoch ms. */
export function TimeChart({ data, label, children }: { data: { time: number }[]; label: string; children: ReactNode }) {
  const zone = useZone()
  const tick = formatTicks(zone, data[0]?.time ?? 0, data.at(-1)?.time ?? 0)
  return (
    <div role="img" aria-label={`${label}. The table has the same numbers.`} className="pr-3 pb-2 text-small">
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <ComposedChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 10 }} accessibilityLayer={false}>
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
            allowDecimals={false}
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
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}
