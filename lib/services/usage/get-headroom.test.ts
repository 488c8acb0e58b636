/** The forecast from what the store has, for an authority with a cap, without one, and before anything is known. */
import { afterEach, expect, it } from 'vitest'
import { DAY, HOUR } from '@/lib/store/usage/samples'
import { insertUsage, usageSample } from '@/testing/console/insert-usage'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { getHeadroom } from './get-headroom'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 26, 12)
const TODAY = Math.floor(NOW / DAY_MS) * DAY_MS

let running: TestConsole
afterEach(() => running.close())

const headroom = async () => invoke(getHeadroom, await running.as('viewer'), {})

async function withCap(limit: number | null | undefined, used: number): Promise<void> {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const { reading } = running.org
  reading.usage = {
    ...(reading.usage as NonNullable<typeof reading.usage>),
    limit,
    devicesUsed: used,
    remaining: undefined,
  }
}

const sample = (resolution: number, at: number, active: number, more: object = {}) =>
  insertUsage(running.deps.store.db, running.org.row.id, usageSample(at, active, { resolution, cap: 100, ...more }))

it('a fleet that grows by one a day reaches the cap when it says so', async () => {
  await withCap(100, 80)
  for (let day = 60; day >= 0; day -= 1) await sample(DAY, TODAY - day * DAY_MS, 80 - day, { active_max: 80 - day })
  const { forecast, days } = await headroom()
  expect(days).toHaveLength(61)
  if (forecast.state !== 'expected') throw new Error(forecast.state)
  expect(Math.abs(Date.parse(forecast.at) - (NOW + 20 * DAY_MS))).toBeLessThan(2 * DAY_MS)
  expect(Date.parse(forecast.earliest)).toBeLessThanOrEqual(Date.parse(forecast.at))
  expect(forecast.perDay).toBeCloseTo(1, 0)
})

it('takes the highest count of a day, from days, hours and what was taken', async () => {
  await withCap(100, 10)
  await sample(DAY, TODAY - 2 * DAY_MS, 10, { active_max: 40 })
  await sample(HOUR, TODAY - DAY_MS, 10, { active_max: 30 })
  await sample(HOUR, TODAY - DAY_MS + 3_600_000, 10, { active_max: 20 })
  expect((await headroom()).days.map(({ active }) => active)).toEqual([40, 30, null])
})

it('does not guess from a few days, without a cap, or beyond 90 days', async () => {
  await withCap(100, 10)
  await sample(DAY, TODAY - DAY_MS, 10)
  expect((await headroom()).forecast).toEqual({ state: 'too-little', days: 1, needed: 7 })
  for (let day = 60; day >= 0; day -= 1) await sample(DAY, TODAY - day * DAY_MS, 10, { active_max: 10 })
  expect((await headroom()).forecast).toMatchObject({ state: 'not-within', withinDays: 90 })
  running.org.reading.usage = { ...(running.org.reading.usage as object), limit: null } as never
  expect((await headroom()).forecast).toEqual({ state: 'no-cap' })
})

it('over the cap it is reached, whatever the authority says is left', async () => {
  await withCap(10, 12)
  expect((await headroom()).forecast).toEqual({ state: 'reached' })
})
