'use client'
import type { Key } from 'react'
import { Area, Line } from 'recharts'
import { Card } from '@/components/ui/card'
import { spanWords } from '@/components/words/change-words'
import { number } from '@/components/words/operation-words'
import { capFits, chartScale } from '@/lib/domain/figures/chart-scale'
import { OTHER_VALUES, type UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'
import { bandLabels, lastKnown, lineLabels, stackHeights } from './chart-entries'
import type { Look } from './end-labels'
import { LonePoint } from './lone-point'
import { PartButtons } from './part-buttons'
import { SeriesPatterns, seriesFill } from './series-fill'
import { TimeChart } from './time-chart'

type Curve = { key: keyof UsagePoint; name: string; stroke: string; dash?: string; width?: number }

const COUNTS: readonly Curve[] = [
  { key: 'allowed', name: 'allowed to work', stroke: 'var(--ok)', width: 2 },
  { key: 'active', name: 'active', stroke: 'var(--ink)', dash: '2 3' },
  { key: 'revoked', name: 'revoked', stroke: 'var(--off)', dash: '8 3' },
  { key: 'cap', name: 'cap', stroke: 'var(--edge)', dash: '1 4' },
]

/** Not labelled at its end: it is where the curve above it is, but for a dip within a step. */
const LOWEST: Curve = { key: 'allowedLowest', name: 'lowest allowed in the step', stroke: 'var(--ok)', dash: '1 3' }

const VALIDATES: readonly Curve[] = [
  { key: 'validationsAllowed', name: 'allowed', stroke: 'var(--ok)' },
  { key: 'validationsDenied', name: 'denied', stroke: 'var(--stop)', dash: '8 3' },
  { key: 'registrations', name: 'registered', stroke: 'var(--ink)', dash: '2 3' },
]

const LINE_LOOKS: ReadonlyMap<string, Look> = new Map([...COUNTS, ...VALIDATES].map((curve) => [curve.key, curve]))

/** The curves, named at their ends. Lines differ by dash, stacked parts by lightness and pattern; colour only says a state. */
export function UsageCharts({ usage, onPart }: { usage: Usage; onPart: (part: string) => void }) {
  const { points, stacked, bucketSeconds } = usage
  const scale = chartScale(
    points.map(({ allowed, active, revoked }) => Math.max(allowed ?? 0, active ?? 0, revoked ?? 0)),
    points.map(({ cap }) => cap),
  )
  const shown = points.map((point) => ({ ...point, cap: capFits(point.cap, scale) ? point.cap : null }))
  const data = shown.map((point, index) => ({
    ...point,
    time: Date.parse(point.at),
    ...Object.fromEntries(stacked.series.map(({ points: of }, series) => [`s${series}`, of[index]])),
  }))
  const [first, last] = [data[0]?.time ?? 0, data.at(-1)?.time ?? 0]
  const span = `last ${spanWords(last - first + bucketSeconds * 1_000)}`
  const cap = lastKnown(points.map((point) => point.cap))
  const counted = points.some((point) => point.validationsAllowed !== null || point.registrations !== null)
  const fills = stacked.series.map(({ value }, index) => seriesFill(index, value === OTHER_VALUES))
  const draw = (curve: Curve) => <Line key={curve.key} {...lineProps(curve, data)} />
  return (
    <>
      <Card title={`Devices, ${span}`}>
        <TimeChart
          data={data}
          label="Devices allowed to work, active, revoked, and the cap over time"
          caption={`devices; dotted green: ${LOWEST.name}${cap !== null && cap > scale.top ? `; cap ${number(cap)}, above the chart` : ''}`}
          scale={scale}
          labels={lineLabels(COUNTS, shown)}
          looks={LINE_LOOKS}
        >
          {[...COUNTS, LOWEST].map(draw)}
        </TimeChart>
      </Card>
      <Card
        title={`Active devices by ${stacked.part}, ${span}`}
        aside={<PartButtons parts={stacked.parts} chosen={stacked.part} onPart={onPart} />}
      >
        <TimeChart
          data={data}
          label={`Active devices over time, stacked by ${stacked.part}`}
          caption={`active devices, on top of each other; the largest ${stacked.part} lowest`}
          scale={chartScale(stackHeights(stacked.series))}
          labels={bandLabels(stacked.series)}
          looks={new Map(fills.map((fill, index) => [`s${index}`, fill]))}
        >
          <SeriesPatterns />
          {stacked.series.map(({ value }, series) => (
            <Area
              key={value}
              dataKey={`s${series}`}
              name={value}
              stackId="all"
              stroke="var(--ink)"
              strokeWidth={0.75}
              {...fills[series]}
              type="stepAfter"
              isAnimationActive={false}
            />
          ))}
        </TimeChart>
      </Card>
      <Card title={`Validates and registrations, ${span}`}>
        {counted ? (
          <TimeChart
            data={data}
            label="Validates allowed and denied, and registrations, in each step of time"
            caption={`validates that were allowed and denied, and devices registered, in each step of ${spanWords(bucketSeconds * 1_000)}`}
            scale={chartScale(
              points.flatMap((point) => [point.validationsAllowed, point.validationsDenied, point.registrations]),
            )}
            labels={lineLabels(VALIDATES, points)}
            looks={LINE_LOOKS}
          >
            {VALIDATES.map(draw)}
          </TimeChart>
        ) : (
          <p className="px-4 pb-4 text-soft">
            {points.length < 2
              ? 'Growth from step to step; it appears with the second step.'
              : 'This authority does not count validates.'}
          </p>
        )}
      </Card>
    </>
  )
}

const lineProps = ({ key, name, stroke, dash, width = 1.5 }: Curve, data: readonly Record<string, unknown>[]) => ({
  dataKey: key,
  name,
  stroke,
  strokeDasharray: dash,
  strokeWidth: width,
  type: 'stepAfter' as const,
  isAnimationActive: false,
  dot: ({ key, ...point }: { key?: Key | null }) => <LonePoint key={key} {...point} data={data} />,
})
