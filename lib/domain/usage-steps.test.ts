import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partSeries, type UsageSample, usageSteps } from './usage-steps'

const MINUTE = 60_000
const sample = (minute: number, allowed: number, more: Partial<UsageSample> = {}): UsageSample => ({
  at: minute * MINUTE,
  allowed,
  active: allowed,
  revoked: 0,
  cap: null,
  registrations: null,
  validations_allowed: null,
  validations_denied: null,
  ...more,
})
const GRID = { widthMs: 10 * MINUTE, gapMs: 2.5 * MINUTE, until: 60 * MINUTE }
const each = (from: number, to: number, allowed: (minute: number) => number = () => 25) =>
  Array.from({ length: to - from }, (_, index) => sample(from + index, allowed(from + index)))
const points = (samples: UsageSample[], until = 60) =>
  usageSteps(samples, { ...GRID, until: until * MINUTE }).map(({ point }) => point)

describe('a step', () => {
  it('has the counts of its last sample, and beside them the lowest: a stop shows, and after the resume it is not 0', () => {
    const stopped = each(0, 10, (minute) => (minute >= 3 && minute < 6 ? 0 : 25))
    expect(points(stopped, 10)).toMatchObject([{ allowed: 25, allowedLowest: 0, active: 25 }])
    const still = each(0, 10, (minute) => (minute >= 3 ? 0 : 25)).map((row) => ({ ...row, active: 25 }))
    expect(points(still, 10)).toMatchObject([{ allowed: 0, allowedLowest: 0, active: 25 }])
  })

  it('has the growth since the step before, and none where that was not sampled', () => {
    const counted = (minute: number, registrations: number) => sample(minute, 1, { registrations })
    const grown = [counted(8, 3), counted(9, 5), counted(10, 6), counted(11, 9), counted(35, 50), counted(36, 51)]
    expect(points(grown, 37).map(({ registrations }) => registrations)).toEqual([null, 4, null, null])
    expect(points([counted(9, 5), counted(10, 2)], 11).map(({ registrations }) => registrations)).toEqual([null, 2])
  })
})

describe('an outage', () => {
  it('leaves steps without counts', () => {
    const samples = [...each(0, 10), ...each(40, 50)]
    expect(points(samples, 50).map(({ allowed }) => allowed)).toEqual([25, null, null, null, 25])
  })

  it('that lasts until now is one too', () => {
    expect(points(each(0, 10), 35).map(({ allowed }) => allowed)).toEqual([25, null, null, null])
  })

  it('is none where the timer was a little late', () => {
    const late = each(0, 30).map((row, index) => ({ ...row, at: row.at + (index % 3) * 25_000 }))
    expect(points(late, 31).map(({ allowed }) => allowed)).toEqual([25, 25, 25, 25].slice(0, points(late, 31).length))
    const slow = Array.from({ length: 30 }, (_, index) => sample(index, 1, { at: index * 2 * MINUTE }))
    expect(usageSteps(slow, { widthMs: MINUTE, gapMs: 2.5 * MINUTE, until: 58 * MINUTE })).toHaveLength(30)
  })

  it('steps come in order, once each', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(600), { maxLength: 60 }), (minutes) => {
        const samples = minutes.sort((a, b) => a - b).map((minute) => sample(minute, minute))
        const at = usageSteps(samples, { ...GRID, until: 600 * MINUTE }).map((step) => step.at)
        expect(at).toEqual([...new Set(at)].sort((a, b) => a - b))
        for (const { at: time } of samples) expect(at).toContain(Math.floor(time / GRID.widthMs) * GRID.widthMs)
      }),
    )
  })
})

describe('by part', () => {
  const steps = usageSteps(
    each(0, 20, (minute) => (minute < 10 ? 30 : 40)),
    { ...GRID, until: 20 * MINUTE },
  )
  const at = (minute: number, value: string, active: number) => ({ at: minute * MINUTE, value, active })

  it('adds up to the active devices of each step, with the small ones as other', () => {
    const values = Array.from({ length: 14 }, (_, index) =>
      at(9, `role-${String(index).padStart(2, '0')}`, index < 13 ? 2 : 4),
    )
    const series = partSeries(steps, [...values, at(19, 'role-13', 38), at(19, 'other', 2)], 12)
    expect(series).toHaveLength(12)
    expect(series[0]).toEqual({ value: 'role-13', points: [4, 38] })
    expect(series.at(-1)).toEqual({ value: 'other', points: [6, 2] })
    expect([0, 1].map((step) => series.reduce((sum, { points }) => sum + (points[step] ?? 0), 0))).toEqual([30, 40])
  })

  it('takes no count from a sample that is not the last of its step', () => {
    expect(partSeries(steps, [at(5, 'gone', 30), at(9, 'kept', 30), at(19, 'kept', 40)], 12)).toEqual([
      { value: 'kept', points: [30, 40] },
    ])
  })
})
