import { usePlotArea, useYAxisScale } from 'recharts'
import { number } from '@/components/words/operation-words'
import { spreadLabels } from '@/lib/domain/figures/chart-scale'
import { type EndLabel, shortName } from './chart-entries'

const LINE_PX = 15
const LEADER_PX = 10
const LETTER_PX = 5.9

export type Look = { stroke?: string; dash?: string; fill?: string; fillOpacity?: number }

/** Names and last values at the ends of the curves, moved apart where they would cover each other. */
export function EndLabels({
  labels,
  looks,
  room,
}: {
  labels: readonly EndLabel[]
  looks: ReadonlyMap<string, Look>
  room: number
}) {
  const plot = usePlotArea()
  const scale = useYAxisScale()
  if (!plot || !scale || room < LEADER_PX) return null
  const ends = labels.map(({ place }) => Number(scale(place)))
  const places = spreadLabels(ends, LINE_PX, plot.y, plot.y + plot.height)
  const x = plot.x + plot.width
  const lettersMax = Math.floor((room - LEADER_PX - 16) / LETTER_PX)
  return (
    <g>
      {labels.map(({ key, name, value }, index) => {
        const y = places[index] ?? 0
        const { stroke = 'var(--ink)', dash, fill, fillOpacity } = looks.get(key) ?? {}
        const count = number(value)
        return (
          <g key={key}>
            <path
              d={`M${x} ${ends[index]}L${x + LEADER_PX} ${y}`}
              stroke="var(--edge)"
              fill="none"
              strokeWidth="0.75"
            />
            {fill ? (
              <rect
                x={x + LEADER_PX}
                y={y - 5}
                width="10"
                height="10"
                fill={fill}
                fillOpacity={fillOpacity}
                stroke="var(--ink)"
                strokeWidth="0.75"
              />
            ) : (
              <path d={`M${x + LEADER_PX} ${y}h10`} stroke={stroke} strokeDasharray={dash} strokeWidth="2" />
            )}
            <text x={x + LEADER_PX + 14} y={y + 4} fill="var(--soft)" className="text-tiny">
              <title>{`${name}: ${count}`}</title>
              {`${count} ${shortName(name, Math.max(2, lettersMax - count.length - 1))}`}
            </text>
          </g>
        )
      })}
    </g>
  )
}
