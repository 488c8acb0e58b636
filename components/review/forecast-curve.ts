/** The forecast of a stop as marks, and as the points of a small curve. */
import type { Forecast } from '@/lib/domain/forecast'

/** `ms` from now; null where it is not known. */
export type ForecastMark = { share: string; part: number; ms: number | null }

const WIDTH = 100
const HEIGHT = 40

export const forecastMarks = ({ halfMs, ninetyMs, allMs }: Forecast): ForecastMark[] => [
  { share: 'half', part: 0.5, ms: halfMs },
  { share: '90 %', part: 0.9, ms: ninetyMs },
  { share: 'all', part: 1, ms: allMs },
]

/**
 * From now, where none has asked, to the last mark that is known; time runs evenly. It ends where the knowledge ends: nothing
 * is drawn of a share that has no known time. Null where none has.
 */
export function curvePoints(marks: readonly ForecastMark[]): { x: number; y: number }[] | null {
  const known = marks.flatMap(({ part, ms }) => (ms === null ? [] : [{ part, ms }]))
  if (known.length === 0) return null
  const last = Math.max(...known.map(({ ms }) => ms))
  const round = (value: number) => Math.round(value * 10) / 10
  return [
    { x: 0, y: HEIGHT },
    ...known.map(({ part, ms }) => ({ x: last > 0 ? round((ms / last) * WIDTH) : 0, y: round(HEIGHT * (1 - part)) })),
  ]
}
