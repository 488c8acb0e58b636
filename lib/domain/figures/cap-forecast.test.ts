import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capForecast, type DayPeak } from './cap-forecast'

const DAY_MS = 86_400_000
const days = (counts: readonly (number | null)[]): DayPeak[] =>
  counts.map((active, day) => ({ at: day * DAY_MS, active }))
const forecast = (counts: readonly (number | null)[], cap: number) => {
  const used = counts.findLast((count) => count !== null) ?? 0
  return capForecast(days(counts), { cap, used, now: (counts.length - 1) * DAY_MS })
}
/** Days from the last count until the cap is reached; null if it is not expected. */
const reachedIn = (counts: readonly (number | null)[], cap: number): number | null => {
  const found = forecast(counts, cap)
  return found.state === 'expected' ? Date.parse(found.at) / DAY_MS - (counts.length - 1) : null
}
const grown = (count: number, value: (day: number) => number | null) =>
  Array.from({ length: count }, (_, day) => value(day))

/** Between 0 and 1, with nothing that repeats. */
const noise = (day: number) => Math.abs(Math.sin(day * 12.9898) * 43_758.5453) % 1

describe('the day on which the cap is reached', () => {
  it.each([
    ['grows by two a day', grown(60, (day) => 100 + 2 * day), 238, 10],
    ['grows by a tenth a week', grown(60, (day) => 100 * 1.1 ** (day / 7)), 100 * 1.1 ** (73 / 7), 14],
    ['is smaller at weekends', grown(63, (day) => Math.round((100 + 2 * day) * (day % 7 > 4 ? 0.7 : 1))), 246, 11],
    ['grows by ten every five days', grown(60, (day) => 100 + 10 * Math.floor(day / 5)), 230, 6],
    ['was not sampled for two weeks', grown(60, (day) => (day > 30 && day < 45 ? null : 100 + 2 * day)), 238, 10],
    ['was stopped now and then', grown(60, (day) => (day % 13 === 5 ? 3 : 100 + 2 * day)), 238, 10],
  ])('of a fleet that %s', (_, counts, cap, wanted) => {
    expect(Math.abs((reachedIn(counts, cap) as number) - wanted)).toBeLessThanOrEqual(2.1)
  })

  it('is not named for a fleet that shrinks or stays', () => {
    expect(
      forecast(
        grown(60, () => 50),
        100,
      ),
    ).toMatchObject({ state: 'not-within', withinDays: 90 })
    expect(
      forecast(
        grown(60, (day) => 90 - day),
        100,
      ).state,
    ).toBe('not-within')
  })

  it('has a band around it, wider where the days waver more', () => {
    const band = (waver: number) => {
      const found = forecast(
        grown(60, (day) => 100 + 2 * day + (noise(day) - 0.5) * 4 * waver),
        300,
      )
      if (found.state !== 'expected') throw new Error(found.state)
      expect(Date.parse(found.earliest)).toBeLessThanOrEqual(Date.parse(found.at))
      return found.latest === null ? Number.POSITIVE_INFINITY : Date.parse(found.latest) - Date.parse(found.earliest)
    }
    expect(band(6)).toBeGreaterThan(band(0.2))
  })
})

it('the same past has the same future', () => {
  const counts = grown(50, (day) => 100 + 3 * day + (day % 3))
  expect(forecast(counts, 300)).toEqual(forecast(counts, 300))
})

it('gives an answer to any past, with no count below none', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(100_000)), { maxLength: 130 }), fc.nat(200_000), (counts, cap) => {
      const found = forecast(counts, cap)
      if (!('days' in found) || typeof found.days === 'number') return
      for (const { low, mid, high } of found.days) {
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low <= mid && mid <= high).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})
