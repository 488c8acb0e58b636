/** Usage over each range: how wide its steps are, how far back it reaches, and how many series it has. */
import { afterEach, expect, it } from 'vitest'
import type { Usage } from '@/lib/domain/wire/usage'
import { DAY, insertSample, RAW } from '@/lib/store/usage'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { getUsage } from './get-usage'

const MINUTE = 60_000
const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 26, 12)

let running: TestConsole
afterEach(() => running.close())

const usage = async (range: string): Promise<Usage> => invoke(getUsage, await running.as('viewer'), { range })

const sample = (resolution: number, at: number, active: number, roles: Record<string, number> = {}) =>
  insertSample(
    running.deps.store.db,
    {
      org_id: running.org.row.id,
      resolution,
      at,
      allowed: active,
      active,
      revoked: 0,
      cap: null,
      registrations: null,
      validations_allowed: null,
      validations_denied: null,
    },
    Object.entries(roles).map(([value, count]) => ({
      org_id: running.org.row.id,
      resolution,
      at,
      part: 'role',
      value,
      active: count,
    })),
  )

it.each(['24h', '7d', '30d', '2y'])('%s over ten minutes of data is ten steps of a minute', async (range) => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  for (let minute = 10; minute > 0; minute--) await sample(RAW, NOW - minute * MINUTE, 5)
  const { bucketSeconds, points } = await usage(range)
  expect([bucketSeconds, points.length]).toEqual([60, 10])
})

it('two years are days, and their holes stay holes', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const today = Math.floor(NOW / DAY_MS) * DAY_MS
  for (let day = 729; day > 0; day--) if (day > 400 || day < 300) await sample(DAY, today - day * DAY_MS, 5)
  const { bucketSeconds, points } = await usage('2y')
  expect(bucketSeconds).toBe(86_400)
  expect(points.length).toBeGreaterThanOrEqual(729)
  expect(points.filter(({ allowed }) => allowed === null).length).toBeGreaterThanOrEqual(100)
})

it('has at most eight series and the rest', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const roles = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`role-${index}`, 12 - index]))
  for (const minute of [2, 1]) await sample(RAW, NOW - minute * MINUTE, 78, roles)
  const { series } = (await usage('1h')).stacked
  expect(series).toHaveLength(9)
  expect(series.at(-1)?.value).toBe('other')
})
