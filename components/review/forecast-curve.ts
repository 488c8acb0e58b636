/** The forecast of a stop as marks, and as the points of a small curve. */
import { type Forecast, spanWords } from '@/lib/domain/forecast'

/** `ms` from now; null where it is not known. */
export type ForecastMark = { share: string; part: number; ms: number | null }

const WIDTH = 100
const HEIGHT = 30

/** Half, 90 % and all; a share that is reached within the same time as a larger one, as it is written, is left out. */
export function forecastMarks({ halfMs, ninetyMs, allMs }: Forecast): ForecastMark[] {
  const marks: ForecastMark[] = [
    { share: 'half', part: 0.5, ms: halfMs },
    { share: '90 %', part: 0.9, ms: ninetyMs },
    { share: 'all', part: 1, ms: allMs },
  ]
  return marks.filter(({ ms }, index) => {
    const next = marks[index + 1]?.ms
    return ms === null || next == null || spanWords(next) !== spanWords(ms)
  })
}

/**
 * From now, where none has asked, to the last mark that is known; time runs evenly. It ends where the knowledge ends: nothing
 * is drawn of a share that has no known time. Null where fewer than two have: one point is no curve.
 */
export function curvePoints(marks: readonly ForecastMark[]): { x: number; y: number }[] | null {
  const known = marks.flatMap(({ part, ms }) => (ms === null ? [] : [{ part, ms }]))
  if (known.length < 2) return null
  const last = Math.max(...known.map(({ ms }) => ms))
  const round = (value: number) => Math.round(value * 10) / 10
  return [
    { x: 0, y: HEIGHT },
    ...known.map(({ part, ms }) => ({ x: last > 0 ? round((ms / last) * WIDTH) : 0, y: round(HEIGHT * (1 - part)) })),
  ]
}
