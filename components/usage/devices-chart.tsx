'use client'
import type { Key } from 'react'
import { Area, Line, ReferenceLine } from 'recharts'
import { lastKnown, lineLabels } from '@/components/charts/chart-entries'
import type { TooltipLine } from '@/components/charts/chart-tooltip'
import type { Look } from '@/components/charts/end-labels'
import { LonePoint } from '@/components/charts/lone-point'
import { TimeChart } from '@/components/charts/time-chart'
import { Card } from '@/components/ui/card'
import { number } from '@/components/words/operation-words'
import { capFits, chartScale } from '@/lib/domain/figures/chart-scale'
import type { Usage } from '@/lib/domain/wire/usage'
import { stepOf, type UsageDatum } from './chart-data'
import { MarkFlag, markColour } from './mark-flag'

export type ChartProps = {
  usage: Usage
  data: UsageDatum[]
  span: { from: number; to: number }
  stepMs: number
  /** `last 24 h`, or from when to when. */
  spanText: string
  onZoom: (from: number, to: number) => void
}

const ALLOWED: Look = { stroke: 'var(--ok)' }
const LOWEST: Look = { stroke: 'var(--ok)', dash: '1 3' }
const ACTIVE: Look = { stroke: 'var(--ink)', dash: '2 3' }
const REVOKED: Look = { stroke: 'var(--off)', dash: '8 3' }
const CAP: Look = { stroke: 'var(--edge)', dash: '1 4' }
const BEFORE: Look = { stroke: 'var(--focus)', dash: '6 3' }

const LABELLED = [
  { key: 'allowed', name: 'allowed to work' },
  { key: 'active', name: 'active' },
  { key: 'revoked', name: 'revoked' },
  { key: 'cap', name: 'cap' },
] as const
const LOOKS = new Map<string, Look>([
  ['allowed', ALLOWED],
  ['active', ACTIVE],
  ['revoked', REVOKED],
  ['cap', CAP],
])

/** Devices allowed to work, active and revoked, between the lowest and the highest of each step, with stops and resumes. */
export function DevicesChart({ usage, data, span, spanText, onZoom }: ChartProps) {
  const { points, before, marks } = usage
  const caps = points.map(({ cap }) => cap)
  const scale = chartScale(
    [
      ...points.map(({ allowed, activeHighest, active, revoked }) =>
        Math.max(allowed ?? 0, activeHighest ?? active ?? 0, revoked ?? 0),
      ),
      ...(before?.points ?? []).map(({ active }) => active),
    ],
    caps,
  )
  const shown = data.map((datum) => ({ ...datum, cap: capFits(datum.cap, scale) ? datum.cap : null }))
  const cap = lastKnown(caps)
  const line = (dataKey: string | ((datum: UsageDatum) => number | null), look: Look, width = 1.5) => (
    <Line
      key={String(dataKey)}
      dataKey={dataKey}
      stroke={look.stroke}
      strokeDasharray={look.dash}
      strokeWidth={width}
      type="stepAfter"
      isAnimationActive={false}
      activeDot={{ r: 2.5 }}
      dot={({ key, ...point }: { key?: Key | null }) => <LonePoint key={key} {...point} data={shown} />}
    />
  )
  return (
    <Card title={`Devices, ${spanText}`}>
      <TimeChart
        data={shown}
        span={span}
        stepOf={stepOf}
        label="Devices allowed to work, active, revoked, and the cap over time"
        caption={`devices; grey: between the lowest and the highest of a step; dotted green: the lowest allowed${before ? '; blue: active in the time before' : ''}${cap !== null && cap > scale.top ? `; cap ${number(cap)}, above the chart` : ''}`}
        scale={scale}
        labels={lineLabels(LABELLED, shown)}
        looks={LOOKS}
        linesOf={linesOf}
        onZoom={onZoom}
      >
        <Area
          dataKey="band"
          type="stepAfter"
          stroke="none"
          fill="var(--ink)"
          fillOpacity={0.12}
          isAnimationActive={false}
          activeDot={false}
        />
        {before && line((datum) => datum.before?.active ?? null, BEFORE)}
        {line('cap', CAP)}
        {line('revoked', REVOKED)}
        {line('active', ACTIVE)}
        {line('allowed', ALLOWED, 2)}
        {line('allowedLowest', LOWEST)}
        {marks.shown.map((mark) => (
          <ReferenceLine
            key={mark.operationId}
            x={Date.parse(mark.at)}
            stroke={markColour(mark)}
            strokeOpacity={0.5}
            label={<MarkFlag mark={mark} />}
          />
        ))}
      </TimeChart>
    </Card>
  )
}

function linesOf(datum: UsageDatum): TooltipLine[] {
  const { allowed, allowedMean, allowedLowest, active, activeMean, activeLowest, activeHighest, revoked, cap, before } =
    datum
  if (allowed === null || active === null) return []
  const spread = (last: number, mean: number | null, lowest: number | null, highest: number | null) =>
    datum.meanOnly
      ? `${number(mean ?? last)} (mean only)`
      : [
          number(last),
          mean !== null && mean !== last ? `mean ${number(mean)}` : '',
          lowest !== null && lowest !== last ? `lowest ${number(lowest)}` : '',
          highest !== null && highest !== last ? `highest ${number(highest)}` : '',
        ]
          .filter(Boolean)
          .join(' · ')
  return [
    { name: 'allowed to work', value: spread(allowed, allowedMean, allowedLowest, null), look: ALLOWED },
    { name: 'active', value: spread(active, activeMean, activeLowest, activeHighest), look: ACTIVE },
    ...(revoked === null ? [] : [{ name: 'revoked', value: number(revoked), look: REVOKED }]),
    ...(cap === null ? [] : [{ name: 'cap', value: number(cap), look: CAP }]),
    ...(before?.active == null ? [] : [{ name: 'active before', value: number(before.active), look: BEFORE }]),
  ]
}
