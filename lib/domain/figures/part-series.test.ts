import fc from 'fast-check'
import { expect, it } from 'vitest'
import { usageSample } from '@/testing/console/insert-usage'
import { usageSteps } from '../usage-steps'
import { OTHER_VALUES, partSeries } from './part-series'

const MINUTE = 60_000
const sample = (minute: number, active: number, resolution = 0) => usageSample(minute * MINUTE, active, { resolution })
const GRID = { widthMs: 10 * MINUTE, gapMs: 2.5 * MINUTE, until: 20 * MINUTE }
const steps = usageSteps(
  Array.from({ length: 20 }, (_, minute) => sample(minute, minute < 10 ? 30 : 40)),
  GRID,
)
const counts = (of: Record<string, number>) => Object.entries(of).map(([value, last]) => ({ value, last, mean: last }))
const at = (minute: number, of: Record<string, number>) => ({ at: minute * MINUTE, counts: counts(of) })
const sumOf = (series: ReturnType<typeof partSeries>, step: number) =>
  series.reduce((sum, { points }) => sum + (points[step] ?? 0), 0)

it('adds up to the active devices of each step, with the small ones as other', () => {
  const roles = Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [`role-${String(index).padStart(2, '0')}`, index < 13 ? 2 : 4]),
  )
  const series = partSeries(steps, [at(9, roles), at(19, { 'role-13': 38, other: 2 })], 12)
  expect(series).toHaveLength(12)
  expect(series[0]).toEqual({ value: 'role-13', points: [4, 38] })
  expect(series.at(-1)).toEqual({ value: 'other', points: [6, 2] })
  expect([0, 1].map((step) => sumOf(series, step))).toEqual([30, 40])
})

it('takes no count from a sample that is not the last of its step', () => {
  expect(partSeries(steps, [at(5, { gone: 30 }), at(9, { kept: 30 }), at(19, { kept: 40 })], 12)).toEqual([
    { value: 'kept', points: [30, 40] },
  ])
})

it('adds up whatever the means were rounded to, and no count is negative', () => {
  const count = fc.record({ value: fc.constantFrom('a', 'b', 'c', 'd', OTHER_VALUES), mean: fc.nat(40) })
  fc.assert(
    fc.property(fc.nat(40), fc.uniqueArray(count, { selector: ({ value }) => value }), (active, means) => {
      const one = usageSteps([sample(0, active, 86_400)], { ...GRID, until: MINUTE })
      const series = partSeries(one, [{ at: 0, counts: means.map((each) => ({ ...each, last: null })) }], 4)
      expect(sumOf(series, 0)).toBe(active)
      for (const { points } of series) expect(points[0]).toBeGreaterThanOrEqual(0)
    }),
  )
})

it('four hundred roles of 150 characters are eight and the rest', () => {
  const roles = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${'r'.repeat(147)}${index}`, index]))
  const all = (400 * 399) / 2
  const series = partSeries(usageSteps([sample(9, all), sample(19, all)], GRID), [at(9, roles), at(19, roles)], 9)
  expect(series.map(({ value }) => value)).toHaveLength(9)
  expect(series.at(-1)?.value).toBe(OTHER_VALUES)
})
