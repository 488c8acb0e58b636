import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usageSample } from '@/testing/console/insert-usage'
import { type UsageSample, usageSteps } from './usage-steps'

const MINUTE = 60_000
const sample = (minute: number, allowed: number, more: Partial<UsageSample> = {}) =>
  usageSample(minute * MINUTE, allowed, more)
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

  it('has the lowest, the highest and the mean of all its samples, rolled up or as taken', () => {
    expect(
      points(
        each(0, 10, (minute) => minute + 1),
        10,
      ),
    ).toMatchObject([{ active: 10, activeLowest: 1, activeHighest: 10, activeMean: 6, meanOnly: false }])
    const hour = {
      resolution: 3_600,
      active_min: 2,
      active_max: 40,
      active_last: 9,
      allowed_min: 0,
      allowed_last: 9,
      revoked_last: 3,
      cap: 25,
      cap_last: 50,
    }
    expect(points([sample(0, 20, hour)], 1)).toMatchObject([
      {
        active: 9,
        activeLowest: 2,
        activeHighest: 40,
        activeMean: 20,
        allowed: 9,
        allowedLowest: 0,
        revoked: 3,
        cap: 50,
      },
    ])
  })

  it('that is older than what is kept of it has its mean, and says so', () => {
    const [old] = points([sample(0, 20, { resolution: 86_400 })], 1)
    expect(old).toMatchObject({
      meanOnly: true,
      active: 20,
      activeMean: 20,
      activeLowest: null,
      activeHighest: null,
      allowedLowest: null,
    })
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
