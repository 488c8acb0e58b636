'use client'
import dynamic from 'next/dynamic'
import { Area } from 'recharts'
import { bandLabels, stackHeights } from '@/components/charts/chart-entries'
import { SeriesPatterns, seriesFill } from '@/components/charts/series-fill'
import { TimeChart } from '@/components/charts/time-chart'
import { Card } from '@/components/ui/card'
import { number } from '@/components/words/operation-words'
import { chartScale } from '@/lib/domain/figures/chart-scale'
import { OTHER_VALUES, type PartSeries } from '@/lib/domain/figures/part-series'
import { stepOf, type UsageDatum } from './chart-data'
import type { ChartProps } from './devices-chart'
import { PartButtons } from './part-buttons'

const PartMultiples = dynamic(() => import('./part-multiples').then((module) => module.PartMultiples), { ssr: false })

type Props = ChartProps & { onPart: (part: string) => void; apart: boolean; onApart: (apart: boolean) => void }

/** Active devices by environment, role or framework: on top of each other, or, where that misleads, each in a chart of its own. */
export function PartsCard({ usage, data, span, spanText, onZoom, onPart, apart, onApart }: Props) {
  const { part, parts, series } = usage.stacked
  return (
    <Card
      title={`Active devices by ${part}, ${spanText}`}
      aside={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 print:hidden">
          <PartButtons parts={parts} chosen={part} onPart={onPart} />
          <button
            type="button"
            aria-pressed={apart}
            onClick={() => onApart(!apart)}
            className={`touch rounded-box px-2 py-0.5 ${apart ? 'bg-hover font-medium text-ink' : ''}`}
          >
            each apart
          </button>
        </span>
      }
    >
      {apart ? (
        <PartMultiples series={series} data={data} span={span} />
      ) : (
        <Stacked part={part} series={series} data={data} span={span} onZoom={onZoom} />
      )}
    </Card>
  )
}

type StackedProps = Pick<ChartProps, 'data' | 'span' | 'onZoom'> & { part: string; series: PartSeries[] }

function Stacked({ part, series, data, span, onZoom }: StackedProps) {
  const fills = series.map(({ value }, index) => seriesFill(index, value === OTHER_VALUES))
  const linesOf = (datum: UsageDatum) =>
    datum.active === null
      ? []
      : series
          .map(({ value }, index) => ({ name: value, count: datum.series[index] ?? 0, look: fills[index] }))
          .filter(({ count }) => count > 0)
          .map(({ name, count, look }) => ({ name, value: number(count), look }))
          // As they lie on each other.
          .toReversed()
  return (
    <TimeChart
      data={data}
      span={span}
      stepOf={stepOf}
      label={`Active devices over time, stacked by ${part}`}
      caption={`active devices, on top of each other; the largest ${part} lowest`}
      scale={chartScale(stackHeights(series))}
      labels={bandLabels(series)}
      looks={new Map(fills.map((fill, index) => [`s${index}`, fill]))}
      linesOf={linesOf}
      onZoom={onZoom}
    >
      <SeriesPatterns />
      {series.map(({ value }, index) => (
        <Area
          key={value}
          dataKey={(datum: UsageDatum) => datum.series[index] ?? null}
          stackId="all"
          stroke="var(--panel)"
          strokeWidth={0.75}
          {...fills[index]}
          type="stepAfter"
          isAnimationActive={false}
          activeDot={false}
        />
      ))}
    </TimeChart>
  )
}
