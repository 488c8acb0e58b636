/**
 * `forecast.error`: how far the foretold day on which the cap is reached is beside the true one, divided by 14 days: the median over
 * ten kinds of made-up fleets, twenty of each, looked at 14 days before. Their seeds were used for nothing else.
 */
import { capForecast } from '@/lib/domain/figures/cap-forecast'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import type { Figure } from './authority-bench'

const FLEETS_OF_A_KIND = 20
const FIRST_SEED = 61_000
const DAYS_BEFORE = 14
const DAY_MS = 86_400_000
const DAYS_MAX = 500
const LIMIT = 0.15

type Random = () => number
/** Makes a fleet: its highest count of each day, in the order of days; NaN where nothing was sampled. */
type Kind = (random: Random) => (day: number) => number

const gaussian = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const between = (random: Random, from: number, to: number) => from + (to - from) * random()

const grow = (random: Random, leastPerDay = 0.004, mostPerDay = 0.014) => {
  const base = between(random, 30, 500)
  return { base, perDay: base * between(random, leastPerDay, mostPerDay) }
}

const KINDS: Record<string, Kind> = {
  steady: (random) => {
    const { base, perDay } = grow(random)
    return (day) => base + perDay * day + base * 0.01 * gaussian(random)
  },
  noisy: (random) => {
    const { base, perDay } = grow(random)
    return (day) => base + perDay * day + base * 0.04 * gaussian(random)
  },
  weekly: (random) => {
    const { base, perDay } = grow(random)
    const less = between(random, 0.1, 0.4)
    return (day) => (base + perDay * day) * (day % 7 >= 5 ? 1 - less : 1) + base * 0.01 * gaussian(random)
  },
  step: (random) => {
    const { base } = grow(random)
    const every = Math.floor(between(random, 5, 15))
    const by = base * between(random, 0.03, 0.1)
    return (day) => base + by * Math.floor(day / every) + base * 0.003 * gaussian(random)
  },
  sawTooth: (random) => {
    const { base, perDay } = grow(random)
    const every = Math.floor(between(random, 4, 15))
    const tooth = base * between(random, 0.1, 0.3)
    return (day) => base + perDay * day + tooth * ((day % every) / every)
  },
  exponential: (random) => {
    const { base } = grow(random)
    const rate = between(random, 0.005, 0.025)
    return (day) => base * Math.exp(rate * day) + base * 0.01 * gaussian(random)
  },
  slowing: (random) => {
    const { base } = grow(random)
    const by = base * between(random, 0.1, 0.3)
    return (day) => base + by * Math.sqrt(day) + base * 0.01 * gaussian(random)
  },
  holes: (random) => {
    const { base, perDay } = grow(random)
    return (day) => (random() < 0.25 ? Number.NaN : base + perDay * day + base * 0.01 * gaussian(random))
  },
  stopped: (random) => {
    const { base, perDay } = grow(random)
    return (day) => (base + perDay * day) * (random() < 0.06 ? 0.2 : 1) + base * 0.01 * gaussian(random)
  },
  wandering: (random) => {
    const { base, perDay } = grow(random)
    let count = base
    return () => {
      count += perDay + perDay * 1.5 * gaussian(random)
      return count
    }
  },
}

/** Null for a fleet that is at its cap too early to have a past. */
function errorOf(kind: Kind, seed: number): number | null {
  const random = seededRandom(seed)
  const fleet = kind(random)
  const capDay = Math.floor(between(random, 60, 220))
  const counts = Array.from({ length: DAYS_MAX }, (_, day) => Math.max(0, Math.round(fleet(day))))
  const before = counts.slice(0, capDay).filter((count) => !Number.isNaN(count))
  const cap = before.reduce((most, count) => Math.max(most, count), 0) + 1
  const reachedOn = counts.findIndex((count) => count >= cap)
  const today = reachedOn - DAYS_BEFORE
  const used = counts[today] as number
  if (reachedOn < 0 || today < 14 || Number.isNaN(used) || used >= cap) return null
  const days = counts
    .slice(0, today + 1)
    .map((count, day) => ({ at: day * DAY_MS, active: Number.isNaN(count) ? null : count }))
  const found = capForecast(days, { cap, used, now: today * DAY_MS })
  // Not expected within 90 days: as far off as can be.
  const foretold = found.state === 'expected' ? Date.parse(found.at) / DAY_MS : today + 90
  return Math.abs(foretold - reachedOn) / DAYS_BEFORE
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
const rounded = (value: number) => Math.round(value * 1_000) / 1_000

export function forecastError(): Figure {
  const errors: number[] = []
  const byKind: Record<string, number> = {}
  for (const [position, [name, kind]] of Object.entries(KINDS).entries()) {
    const own: number[] = []
    for (let seed = FIRST_SEED + position * 1_000; own.length < FLEETS_OF_A_KIND; seed += 1) {
      const error = errorOf(kind, seed)
      if (error !== null) own.push(error)
    }
    byKind[name] = rounded(median(own))
    errors.push(...own)
  }
  console.error(JSON.stringify(byKind))
  const value = rounded(median(errors))
  return { name: 'forecast.error', value, unit: 'of 14 days', limit: LIMIT, ok: value <= LIMIT }
}
