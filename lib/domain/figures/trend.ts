/**
 * Trends of a daily count: a line through the last days, robust against single ones, with what repeats. Several windows and shapes
 * compete; each weighs by how well it would have foretold the last days from those before.
 */

export type Trend = {
  weight: number
  /** The count so many days after the last one. */
  at: (ahead: number) => number
  /** How far the days of its window lie beside it. */
  residuals: readonly number[]
  lastResidual: number
  /** How much of one day's residual the next one keeps, 0 to 1. */
  memory: number
  /** Standard error of its growth per day. */
  slopeError: number
}

type Shape = 'line' | 'exponential'
type Fit = Omit<Trend, 'weight'>
type Counts = readonly (number | null)[]

const WINDOWS = [14, 28, 56, 112]
const HELD_BACK_DAYS = [7, 14, 21]
const PAIRS_MAX = 1_200
/** What may repeat: a week, or any other number of days that the counts show. */
const PERIOD_DAYS_MAX = 30

/** @param counts by day, oldest first, null where nothing is known; at least some days are. Yields between two trends: each takes some ms. */
export function* candidateTrends(counts: Counts): Generator<undefined, Trend[], undefined> {
  const period = periodOf(counts)
  const choices = WINDOWS.flatMap((window, index) =>
    index > 0 && counts.length <= (WINDOWS[index - 1] as number)
      ? []
      : (['line', 'exponential'] as const).map((shape) => ({ window, shape })),
  )
  const trends: Trend[] = []
  for (const { window, shape } of choices) {
    const fit = fitTrend(counts, window, shape, period)
    if (fit) trends.push({ ...fit, weight: weightOf(counts, window, shape, period) })
    yield
  }
  return trends
}

/** From how far the choice would have been beside the days that are held back. */
function weightOf(counts: Counts, window: number, shape: Shape, period: number | null): number {
  let sum = 0
  let compared = 0
  for (const held of HELD_BACK_DAYS) {
    const past = counts.slice(0, -held)
    if (past.filter((count) => count !== null).length < 7) continue
    const fit = fitTrend(past, window, shape, period)
    if (!fit) continue
    counts.slice(-held).forEach((count, index) => {
      if (count === null) return
      sum += Math.abs(count - fit.at(index + 1))
      compared += 1
    })
  }
  if (compared === 0) return shape === 'line' ? 1 : 0.2
  const error = sum / compared
  const level = counts.reduce<number>((most, count) => Math.max(most, count ?? 0), 1)
  return 1 / (error / level + 0.002) ** 2
}

function fitTrend(counts: Counts, window: number, shape: Shape, period: number | null): Fit | null {
  const from = Math.max(0, counts.length - window)
  const last = counts.length - 1
  const points = counts.flatMap((count, day) => (count === null || day < from ? [] : [{ day: day - last, count }]))
  if (points.length < 5) return null
  const to = shape === 'exponential' ? (value: number) => Math.log(Math.max(1, value)) : (value: number) => value
  const back = shape === 'exponential' ? (value: number) => Math.exp(Math.min(20, value)) : (value: number) => value
  const repeats = period !== null && points.length >= 2 * period ? period : null
  let season: number[] = []
  let line = robustLine(points.map(({ day, count }) => ({ x: day, y: to(count) })))
  for (let pass = 0; repeats && pass < 2; pass += 1) {
    season = seasonOf(
      points.map(({ day, count }) => ({ day, off: to(count) - line.at(day) })),
      repeats,
    )
    line = robustLine(points.map(({ day, count }) => ({ x: day, y: to(count) - seasonAt(season, day) })))
  }
  const value = (day: number) => back(line.at(day) + seasonAt(season, day))
  const residuals = points.map(({ day, count }) => count - value(day))
  const spread = deviation(residuals)
  const memory = memoryOf(residuals)
  const days = Math.max(2, points.length)
  const inflated = spread * Math.sqrt((1 + memory) / (1 - memory))
  return {
    at: value,
    residuals,
    lastResidual: residuals.at(-1) ?? 0,
    memory,
    slopeError: 2 * inflated * Math.sqrt(12 / days ** 3),
  }
}

type Line = { slope: number; at: (x: number) => number }

/** Theil and Sen: the median of the slopes between all pairs, and the median of what is left. */
function robustLine(points: readonly { x: number; y: number }[]): Line {
  const slopes: number[] = []
  // So many pairs are enough, and thousands of them would take their time to sort.
  const stride = Math.ceil((points.length * (points.length - 1)) / 2 / PAIRS_MAX)
  for (let i = 0; i < points.length; i += 1)
    for (let j = i + 1 + (i % stride); j < points.length; j += stride) {
      const [a, b] = [points[i] as { x: number; y: number }, points[j] as { x: number; y: number }]
      if (b.x !== a.x) slopes.push((b.y - a.y) / (b.x - a.x))
    }
  const slope = middle(slopes)
  const base = middle(points.map(({ x, y }) => y - slope * x))
  return { slope, at: (x) => base + slope * x }
}

const seasonAt = (season: readonly number[], day: number): number =>
  season.length === 0 ? 0 : (season[((day % season.length) + season.length) % season.length] ?? 0)

function seasonOf(points: readonly { day: number; off: number }[], period: number): number[] {
  const phases = Array.from({ length: period }, (_, phase) =>
    points.filter(({ day }) => ((day % period) + period) % period === phase).map(({ off }) => off),
  )
  const season = phases.map((offs) => (offs.length === 0 ? 0 : middle(offs)))
  const centre = season.reduce((sum, off) => sum + off, 0) / period
  return season.map((off) => off - centre)
}

/** How many days after which the counts beside their trend repeat; null if they do not. */
function periodOf(counts: Counts): number | null {
  const points = counts.flatMap((count, day) => (count === null ? [] : [{ x: day, y: count }]))
  if (points.length < 14) return null
  const line = robustLine(points)
  const off = counts.map((count, day) => (count === null ? null : count - line.at(day)))
  let best: { period: number; alike: number } | null = null
  for (let period = 3; period <= Math.min(PERIOD_DAYS_MAX, counts.length / 3); period += 1) {
    const alike = alikeness(off, period)
    if (alike > (best?.alike ?? 0.35) + (period > 7 ? 0.05 : 0)) best = { period, alike }
  }
  return best?.period ?? null
}

/** Correlation of a series with itself so many days before. */
function alikeness(off: readonly (number | null)[], lag: number): number {
  let [both, first, second] = [0, 0, 0]
  for (let day = lag; day < off.length; day += 1) {
    const [a, b] = [off[day], off[day - lag]]
    if (a === null || a === undefined || b === null || b === undefined) continue
    both += a * b
    first += a * a
    second += b * b
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0
}

const memoryOf = (residuals: readonly number[]): number => Math.min(0.9, Math.max(0, alikeness(residuals, 1)))

function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length / 2
  if (sorted.length === 0) return 0
  return Number.isInteger(half)
    ? ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
    : (sorted[Math.floor(half)] as number)
}

const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length))
