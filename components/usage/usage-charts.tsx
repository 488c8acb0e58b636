'use client'
import { Area, Line } from 'recharts'
import { Card } from '@/components/ui/card'
import { number } from '@/components/words/operation-words'
import type { Usage } from '@/lib/domain/wire/usage'
import { Legend, type LegendEntry } from './legend'
import { TimeChart } from './time-chart'

const COUNTS = [
  { name: 'Allowed to work', key: 'allowed', colour: 'var(--ok)', dash: undefined },
  { name: 'Lowest allowed in the step', key: 'allowedLowest', colour: 'var(--ok)', dash: '1 3' },
  { name: 'Active', key: 'active', colour: 'var(--ink)', dash: '2 3' },
  { name: 'Revoked', key: 'revoked', colour: 'var(--off)', dash: '6 3' },
  { name: 'Cap', key: 'cap', colour: 'var(--edge)', dash: '1 4' },
] as const

const VALIDATES = [
  { name: 'Validates allowed', key: 'validationsAllowed', colour: 'var(--ok)', dash: undefined },
  { name: 'Validates denied', key: 'validationsDenied', colour: 'var(--stop)', dash: '6 3' },
  { name: 'Registrations', key: 'registrations', colour: 'var(--ink)', dash: '2 3' },
] as const

/** The curves. Lines differ by dash as well as by colour; stacked parts by lightness, in the order of the legend. */
export function UsageCharts({ usage, onPart }: { usage: Usage; onPart: (part: string) => void }) {
  const { points, stacked } = usage
  const merged = points.map((point, index) => ({
    ...point,
    time: Date.parse(point.at),
    ...Object.fromEntries(stacked.series.map(({ points: of }, series) => [`s${series}`, of[index]])),
  }))
  const counted = points.some((point) => point.validationsAllowed !== null || point.registrations !== null)
  const shades: LegendEntry[] = stacked.series.map(({ value, points: of }, series) => ({
    name: `${value} ${number(of.findLast((count) => count !== null) ?? 0)}`,
    colour: 'var(--ink)',
    opacity: shade(series, stacked.series.length),
  }))
  return (
    <>
      <Card title="Devices" aside={<Legend entries={COUNTS} />}>
        <TimeChart data={merged} label="Devices allowed to work, active, revoked, and the cap over time">
          {COUNTS.map(({ key, name, colour, dash }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={colour}
              strokeDasharray={dash}
              type="stepAfter"
              dot={({ key, ...point }) => <LonePoint key={key} {...point} data={merged} />}
              strokeWidth={key === 'allowed' ? 2 : 1.5}
              isAnimationActive={false}
            />
          ))}
        </TimeChart>
      </Card>
      <Card
        title={`Active devices by ${stacked.part}`}
        aside={
          <span className="flex gap-1">
            {stacked.parts.map((part) => (
              <button
                key={part}
                type="button"
                aria-pressed={part === stacked.part}
                onClick={() => onPart(part)}
                className={`touch rounded-box px-2 py-0.5 ${part === stacked.part ? 'bg-hover font-medium text-ink' : ''}`}
              >
                {part}
              </button>
            ))}
          </span>
        }
      >
        <div className="px-4 pb-2 text-small text-soft">
          <Legend entries={shades} />
        </div>
        <TimeChart data={merged} label={`Active devices over time, stacked by ${stacked.part}`}>
          {stacked.series.map(({ value }, series) => (
            <Area
              key={value}
              dataKey={`s${series}`}
              name={value}
              stackId="all"
              stroke="var(--panel)"
              strokeWidth={1}
              fill="var(--ink)"
              fillOpacity={shade(series, stacked.series.length)}
              type="stepAfter"
              isAnimationActive={false}
            />
          ))}
        </TimeChart>
      </Card>
      <Card title="Validates and registrations" aside={counted && <Legend entries={VALIDATES} />}>
        {counted ? (
          <TimeChart data={merged} label="Validates allowed and denied, and registrations, in each step of time">
            {VALIDATES.map(({ key, name, colour, dash }) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                stroke={colour}
                strokeDasharray={dash}
                type="stepAfter"
                dot={({ key, ...point }) => <LonePoint key={key} {...point} data={merged} />}
                strokeWidth={1.5}
                isAnimationActive={false}
              />
            ))}
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

type PointProps = {
  cx?: number
  cy?: number
  index?: number
  dataKey?: unknown
  stroke?: string
  data: readonly Record<string, unknown>[]
}

/** A step between two that were not sampled: no line leads to it or from it. */
function LonePoint({ cx, cy, index = 0, dataKey, stroke, data }: PointProps) {
  const isEmpty = (at: number) => (data[at]?.[String(dataKey)] ?? null) === null
  if (cx === undefined || cy === undefined || isEmpty(index) || !isEmpty(index - 1) || !isEmpty(index + 1)) return <g />
  return <circle cx={cx} cy={cy} r={1.5} fill={stroke} />
}

/** From dark to light, never so light that it vanishes. */
const shade = (series: number, count: number) => 0.85 - (0.65 * series) / Math.max(1, count - 1 || 1)
