/** Usage over each range: how wide its steps are, how far back it reaches, and how many series it has. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Usage } from '@/lib/domain/wire/usage'
import { DAY, HOUR, RAW } from '@/lib/store/usage/samples'
import { insertUsage, usageSample } from '@/testing/console/insert-usage'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { getUsage } from './get-usage'

const MINUTE = 60_000
const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 26, 12)

let running: TestConsole
afterEach(() => running.close())

const usage = async (range: string, more: object = {}): Promise<Usage> =>
  invoke(getUsage, await running.as('viewer'), { range, ...more })

const sample = (
  resolution: number,
  at: number,
  active: number,
  roles: Record<string, number> = {},
  more: object = {},
) => insertUsage(running.deps.store.db, running.org.row.id, usageSample(at, active, { resolution, ...more }), roles)

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

describe('a free span', () => {
  const span = async (from: number, to: number): Promise<Usage> =>
    invoke(getUsage, await running.as('viewer'), { from: new Date(from).toISOString(), to: new Date(to).toISOString() })

  it('is the axis, also where the samples cover less of it', async () => {
    running = await testConsole({ devices: ['a'], now: () => NOW })
    await sample(HOUR, NOW - 50 * DAY_MS, 5)
    const { from, to, points } = await span(NOW - 60 * DAY_MS, NOW - 40 * DAY_MS)
    expect([from, to]).toEqual([new Date(NOW - 60 * DAY_MS).toISOString(), new Date(NOW - 40 * DAY_MS).toISOString()])
    expect(points.filter(({ active }) => active !== null)).toHaveLength(1)
  })

  it('has hours as long as they are kept, and days before', async () => {
    running = await testConsole({ devices: ['a'], now: () => NOW })
    for (let hour = 0; hour < 48; hour += 1) await sample(HOUR, NOW - 90 * DAY_MS + hour * 3_600_000, 5)
    expect((await span(NOW - 90 * DAY_MS, NOW - 88 * DAY_MS)).points.length).toBeGreaterThan(24)
    await sample(DAY, NOW - 300 * DAY_MS, 7)
    expect((await span(NOW - 301 * DAY_MS, NOW - 299 * DAY_MS)).bucketSeconds).toBe(86_400)
  })

  it('ends now, not later', async () => {
    running = await testConsole({ devices: ['a'], now: () => NOW })
    expect((await span(NOW - DAY_MS, NOW + DAY_MS)).to).toBe(new Date(NOW).toISOString())
  })
})

it('the span before is as long, in the same steps', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  for (let hour = 14 * 24; hour > 1; hour -= 1) await sample(HOUR, NOW - hour * 3_600_000, hour > 7 * 24 ? 3 : 8)
  const { before, points } = await usage('7d', { compare: 'before' })
  expect(before?.from).toBe(new Date(NOW - 14 * DAY_MS).toISOString())
  expect(new Set(before?.points.flatMap(({ active }) => active ?? []))).toEqual(new Set([3]))
  expect(new Set(points.flatMap(({ active }) => active ?? []))).toEqual(new Set([8]))
  expect((await usage('7d')).before).toBeNull()
})

it('compares with days where the hours before are not kept any more, without a hole between two of them', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const today = Math.floor(NOW / DAY_MS) * DAY_MS
  for (let day = 200; day > 0; day -= 1) await sample(DAY, today - day * DAY_MS, 3)
  for (let hour = 95 * 24; hour > 0; hour -= 1) await sample(HOUR, today - hour * 3_600_000, 8)
  const { before, points, bucketSeconds } = await usage('90d', { compare: 'before' })
  expect(bucketSeconds).toBe(86_400)
  expect(before?.points.filter(({ active }) => active === null)).toEqual([])
  expect(before?.points.length).toBeGreaterThanOrEqual(90)
  expect(points.filter(({ active }) => active === null).length).toBeLessThanOrEqual(1)
  // Alone, the same span is drawn in the steps that its hours bear.
  expect((await usage('90d')).bucketSeconds).toBe(43_200)
})

it('names the stops and resumes that were accepted, with their operation', async () => {
  running = await testConsole({ devices: ['crewai:prod:a:1', 'crewai:prod:b:1'] })
  const operator = await running.as('operator')
  const stop = await running.act(operator, { kind: 'revoke', target: { ids: ['crewai:prod:a:1'] }, reason: 'runaway' })
  await running.ended(stop.id)
  await running.act(operator, { kind: 'disable' })
  const { marks } = await usage('1h')
  expect(marks.leftOut).toBe(0)
  expect(
    marks.shown.map(({ kind, devices, reason, operationId }) => [kind, devices, reason, operationId === stop.id]),
  ).toEqual([
    ['revoke', 1, 'runaway', true],
    ['disable', null, null, false],
  ])
})

it('a cap that changes within the span is the cap of each step; a day whose last cap is known has that one', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const today = Math.floor(NOW / DAY_MS) * DAY_MS
  await sample(DAY, today - 3 * DAY_MS, 5, {}, { cap: 25 })
  await sample(
    DAY,
    today - 2 * DAY_MS,
    5,
    {},
    { cap: 250, cap_last: 250, active_last: 5, active_min: 5, active_max: 5 },
  )
  await sample(DAY, today - DAY_MS, 5, {}, { cap: 250, cap_last: 25, active_last: 5, active_min: 5, active_max: 5 })
  const { points } = await usage('1y')
  expect(points.flatMap(({ cap, meanOnly }) => (cap === null ? [] : [[cap, meanOnly]]))).toEqual([
    [25, true],
    [250, false],
    [25, false],
  ])
})

it('today is there before it is rolled up: its hours, and what was taken since', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const today = Math.floor(NOW / DAY_MS) * DAY_MS
  await sample(DAY, today - DAY_MS, 5)
  await sample(HOUR, today, 6, {}, { active_last: 6 })
  await sample(RAW, today + 3_700_000, 9)
  expect((await usage('1y')).points.map(({ active }) => active)).toEqual([5, 9])
})

it('days are shown where there are no hours yet, as after an update', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const today = Math.floor(NOW / DAY_MS) * DAY_MS
  for (let day = 80; day > 0; day -= 1) await sample(DAY, today - day * DAY_MS, day > 30 ? 3 : 5)
  for (let hour = 30 * 24; hour > 0; hour -= 1) await sample(HOUR, today - hour * 3_600_000, 8)
  const counts = (await usage('90d')).points.flatMap(({ active }) => active ?? [])
  expect(counts).toHaveLength(80)
  expect([counts[0], counts[49], counts[50], counts.at(-1)]).toEqual([3, 3, 8, 8])
})

it('samples of a clock that was ahead wait until their time has come', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  await sample(RAW, NOW - MINUTE, 5)
  await sample(RAW, NOW + 10 * DAY_MS, 99)
  expect((await usage('24h')).points.flatMap(({ active }) => active ?? [])).toEqual([5])
})
