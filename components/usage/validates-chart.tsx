'use client'
import type { Key } from 'react'
import { Area, Line } from 'recharts'
import { lineLabels } from '@/components/charts/chart-entries'
import type { Look } from '@/components/charts/end-labels'
import { LonePoint } from '@/components/charts/lone-point'
import { TimeChart } from '@/components/charts/time-chart'
import { Card } from '@/components/ui/card'
import { spanWords } from '@/components/words/change-words'
import { number } from '@/components/words/operation-words'
import { chartScale } from '@/lib/domain/figures/chart-scale'
import { stepOf, type UsageDatum } from './chart-data'
import type { ChartProps } from './devices-chart'

type Curve = { key: 'validationsAllowed' | 'validationsDenied' | 'registrations'; name: string; look: Look }

const ALLOWED: Curve = { key: 'validationsAllowed', name: 'allowed', look: { stroke: 'var(--ok)' } }
const DENIED: Curve = { key: 'validationsDenied', name: 'denied', look: { stroke: 'var(--stop)', dash: '8 3' } }
const REGISTERED: Curve = { key: 'registrations', name: 'registered', look: { stroke: 'var(--ink)' } }

/** Validates allowed and denied, and registrations: each on a scale of its own, for there are thousands of the one and few of the other. */
export function ValidatesCards(props: ChartProps) {
  return (
    <div className="grid gap-3 xl:grid-cols-2">
      <Growth
        {...props}
        title="Validates"
        label="Validates allowed and denied in each step of time"
        noun="validates that were allowed and denied"
        curves={[ALLOWED, DENIED]}
      />
      <Growth
        {...props}
        title="Registrations"
        label="Devices registered in each step of time"
        noun="devices registered"
        curves={[REGISTERED]}
      />
    </div>
  )
}

type Props = ChartProps & { title: string; label: string; noun: string; curves: readonly Curve[] }

function Growth({ usage, data: all, span, stepMs, spanText, onZoom, title, label, noun, curves }: Props) {
  // Growth belongs to its whole step, up to its end. A step that is still running has not grown yet: drawn, it would look like a fall.
  const data = all.filter(({ begin }) => begin + stepMs <= span.to)
  const points = usage.points.filter(({ at }) => Date.parse(at) + stepMs <= span.to)
  const isCounted = points.some((point) => curves.some(({ key }) => point[key] !== null))
  const looks = new Map(curves.map(({ key, look }) => [key as string, look]))
  const linesOf = (datum: UsageDatum) =>
    curves.flatMap(({ key, name, look }) => (datum[key] === null ? [] : [{ name, value: number(datum[key]), look }]))
  return (
    <Card title={`${title}, ${spanText}`}>
      {isCounted ? (
        <TimeChart
          data={data}
          span={span}
          stepOf={stepOf}
          label={label}
          caption={`${noun}, in each step of ${spanWords(stepMs)}`}
          scale={chartScale(points.flatMap((point) => curves.map(({ key }) => point[key])))}
          labels={lineLabels(curves, points)}
          looks={looks}
          linesOf={linesOf}
          onZoom={onZoom}
        >
          {curves.length === 1 && (
            <Area
              dataKey={curves[0]?.key ?? ''}
              type="stepBefore"
              stroke="none"
              fill="var(--ink)"
              fillOpacity={0.25}
              isAnimationActive={false}
              activeDot={false}
            />
          )}
          {curves.map(({ key, look }) => (
            <Line
              key={key}
              dataKey={key}
              stroke={look.stroke}
              strokeDasharray={look.dash}
              strokeWidth={1.5}
              type="stepBefore"
              isAnimationActive={false}
              activeDot={{ r: 2.5 }}
              dot={({ key: dot, ...point }: { key?: Key | null }) => <LonePoint key={dot} {...point} data={data} />}
            />
          ))}
        </TimeChart>
      ) : (
        <p className="px-4 pb-4 text-soft">
          {points.length < 2
            ? 'Growth from step to step; it appears with the second step.'
            : 'This authority does not count them.'}
        </p>
      )}
    </Card>
  )
}
