/**
 * When the cap will probably be reached: the first day on which as many devices are active as it allows. From the highest count of
 * each day: a trend, what repeats every week, and how far the days lie beside both. Pure; a guess, and shown as one, with its band.
 */
import { seededRandom } from './seeded-random'
import { candidateTrends, type Trend } from './trend'

/** `at`: begin of the day, epoch ms. `active`: the highest count of it; null if nothing was sampled. */
export type DayPeak = { at: number; active: number | null }

/** ISO 8601; `mid` is the most likely count of a day, nine of ten lie between `low` and `high`. */
export type ForecastDay = { at: string; low: number; mid: number; high: number }

export type CapForecast =
  | { state: 'no-cap' | 'cap-unknown' }
  /** Fewer than `needed` days have samples. */
  | { state: 'too-little'; days: number; needed: number }
  /** As many are active as the cap allows, or more. */
  | { state: 'reached' }
  /** `perDay`: devices that the trend grows by. */
  | { state: 'not-within'; withinDays: number; perDay: number; days: ForecastDay[] }
  /** `latest`: null if it may be later than what is looked ahead. Four of five times it is between `earliest` and `latest`. */
  | { state: 'expected'; at: string; earliest: string; latest: string | null; perDay: number; days: ForecastDay[] }

const DAY_MS = 86_400_000
const AHEAD_DAYS = 90
const DAYS_NEEDED = 7
/** Older days say little about the next ones. */
const LOOKED_AT_DAYS = 112
const PATHS = 400
/** Over so many days the growth per day is named. */
const TREND_DAYS = 28

/** `cap` null: none; undefined: not known. `used`: devices that count against it now. `now`: epoch ms. */
type Now = { cap: number | null | undefined; used: number; now: number }

/** All at once. @param days oldest first, the last one still running. */
export function capForecast(days: readonly DayPeak[], now: Now): CapForecast {
  const slices = forecastSlices(days, now)
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}

/** The same in slices of some ms, between which other work has its turn. */
export function* forecastSlices(
  days: readonly DayPeak[],
  { cap, used, now }: Now,
): Generator<undefined, CapForecast, undefined> {
  if (cap === undefined) return { state: 'cap-unknown' }
  if (cap === null) return { state: 'no-cap' }
  if (used >= cap) return { state: 'reached' }
  const counts = days.slice(-LOOKED_AT_DAYS).map(({ active }) => active)
  const known = counts.filter((count) => count !== null).length
  if (known < DAYS_NEEDED) return { state: 'too-little', days: known, needed: DAYS_NEEDED }
  const trends = yield* candidateTrends(counts)
  const paths = simulate(trends, AHEAD_DAYS)
  yield
  const begin = days.at(-1)?.at ?? now
  const perDay = median(paths.map((path) => ((path[TREND_DAYS] ?? 0) - (path[0] ?? 0)) / TREND_DAYS))
  const ahead = Array.from({ length: AHEAD_DAYS }, (_, day) => dayOf(paths, day, begin))
  yield
  const reached = paths
    .map((path) => crossing(path, used, cap))
    .toSorted((a, b) => a - b)
    .map((day) => (day < AHEAD_DAYS ? new Date(Math.max(now, now + day * DAY_MS)).toISOString() : null))
  const at = (share: number) => reached[Math.floor(share * (reached.length - 1))] ?? null
  const [earliest, middle, latest] = [at(0.1), at(0.5), at(0.9)]
  if (earliest === null || middle === null) return { state: 'not-within', withinDays: AHEAD_DAYS, perDay, days: ahead }
  return { state: 'expected', at: middle, earliest, latest, perDay, days: ahead }
}

/** Days from now until the path is at the cap, with the fraction of the day; infinite if it is not. */
function crossing(path: readonly number[], used: number, cap: number): number {
  let before = used
  for (const [day, value] of path.entries()) {
    if (value >= cap) return day + (value > before ? Math.max(0, (cap - before) / (value - before)) : 0)
    before = value
  }
  return Number.POSITIVE_INFINITY
}

function dayOf(paths: readonly (readonly number[])[], day: number, begin: number): ForecastDay {
  const values = Float64Array.from(paths, (path) => path[day] as number).sort()
  const at = (share: number) => Math.max(0, Math.round(values[Math.floor(share * (values.length - 1))] as number))
  return { at: new Date(begin + (day + 1) * DAY_MS).toISOString(), low: at(0.05), mid: at(0.5), high: at(0.95) }
}

/** Possible futures, the same for the same past: the trends by their weight, each beside it as the past days lay beside it. */
function simulate(trends: readonly Trend[], days: number): number[][] {
  const random = seededRandom(trends.length)
  const total = trends.reduce((sum, { weight }) => sum + weight, 0)
  const pick = () => {
    let left = random() * total
    const found = trends.find(({ weight }) => {
      left -= weight
      return left <= 0
    })
    return found ?? (trends[0] as Trend)
  }
  return Array.from({ length: PATHS }, () => {
    const trend = pick()
    const { residuals, memory } = trend
    const slopeOff = trend.slopeError * gaussian(random)
    let off = trend.lastResidual
    return Array.from({ length: days }, (_, day) => {
      const shock = residuals[Math.floor(random() * residuals.length)] ?? 0
      off = memory * off + Math.sqrt(1 - memory * memory) * shock
      return trend.at(day + 1) + slopeOff * (day + 1) + off
    })
  })
}

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
