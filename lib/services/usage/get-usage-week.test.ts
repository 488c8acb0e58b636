/** A week in a zone: its days, both ends, what was stopped, as JSON, Markdown and CSV. */
import { afterEach, expect, it } from 'vitest'
import type { UsageWeek } from '@/lib/domain/wire/usage'
import { DAY, HOUR, RAW } from '@/lib/store/usage/samples'
import { insertUsage, steady, usageSample } from '@/testing/console/insert-usage'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { exportUsageWeekCsv, exportUsageWeekMarkdown } from './export-usage-week'
import { getUsageWeek } from './get-usage-week'

const HOUR_MS = 3_600_000
/** The Friday of a week that begins in Berlin on 23 November, an hour before it does in UTC. */
const NOW = Date.UTC(2026, 10, 27, 12)
const MONDAY = Date.UTC(2026, 10, 22, 23)

let running: TestConsole
afterEach(() => running.close())

const week = async (input: object = {}): Promise<UsageWeek> => invoke(getUsageWeek, await running.as('viewer'), input)

const sample = (at: number, active: number, more: object = {}, roles: Record<string, number> = { runner: active }) => {
  const hour = {
    resolution: HOUR,
    revoked: 1,
    cap: 25,
    registrations: active,
    validations_allowed: active * 10,
    validations_denied: 0,
  }
  const row = usageSample(at, active, { ...hour, ...steady(active, 25), ...more })
  return insertUsage(running.deps.store.db, running.org.row.id, row, roles)
}

it('has the days of the zone, and the first and the last sample as its ends', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  await sample(MONDAY - HOUR_MS, 99)
  await sample(MONDAY, 5)
  await sample(MONDAY + HOUR_MS, 8, { allowed_min: 0, active_max: 12 })
  await sample(MONDAY + 30 * HOUR_MS, 9)
  const found = await week({ zone: 'Europe/Berlin' })
  expect([found.week, found.isRunning, found.from]).toEqual(['2026-W48', true, new Date(MONDAY).toISOString()])
  expect([found.begin?.active, found.end?.active]).toEqual([5, 9])
  expect(found.days.slice(0, 3)).toMatchObject([
    { date: '2026-11-23', activeLowest: 5, activeHighest: 12, allowedLowest: 0, registrations: 3 },
    { date: '2026-11-24', activeLowest: 9, activeHighest: 9 },
    { date: '2026-11-25', activeLowest: null, validationsAllowed: null },
  ])
  expect(found.parts.find(({ part }) => part === 'role')?.values).toEqual([{ value: 'runner', begin: 5, end: 9 }])
  expect((await week({ zone: 'UTC' })).begin?.active).toBe(8)
})

it('of a day that has but some minutes there are both ends, its growth, and the role that is gone', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const raw = (minutesAgo: number, active: number, total: number, roles: Record<string, number>) =>
    sample(
      NOW - minutesAgo * 60_000,
      active,
      { resolution: RAW, registrations: total, validations_allowed: total },
      roles,
    )
  for (let minute = 30; minute > 0; minute -= 1) {
    const runner = minute === 30 ? 18 : 19
    const roles: Record<string, number> = minute > 5 ? { runner, tool: 6 } : { runner }
    await raw(minute, minute > 5 ? runner + 6 : runner, 40 - minute, roles)
  }
  const found = await week()
  // The first sample itself, and not the last of the minutes around it.
  expect([found.begin?.active, found.end?.active]).toEqual([24, 19])
  expect(found.days[4]).toMatchObject({
    activeLowest: 19,
    activeHighest: 25,
    registrations: 29,
    validationsAllowed: 29,
  })
  expect(found.parts.find(({ part }) => part === 'role')?.values).toEqual([
    { value: 'runner', begin: 18, end: 19 },
    { value: 'tool', begin: 6, end: 0 },
  ])
})

it('of a week without a sample nothing is claimed', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const found = await week({ week: '2025-W10' })
  expect([found.begin, found.end, found.isRunning]).toEqual([null, null, false])
  expect(found.days.every(({ activeHighest }) => activeHighest === null)).toBe(true)
})

it('a week that is older than the hours has its days', async () => {
  running = await testConsole({ devices: ['a'], now: () => NOW })
  const day = usageSample(Date.UTC(2026, 3, 14), 3, { resolution: DAY })
  await insertUsage(running.deps.store.db, running.org.row.id, day)
  expect((await week({ week: '2026-W16' })).days[1]).toMatchObject({
    date: '2026-04-14',
    activeLowest: 3,
    activeHighest: 3,
  })
})

it('is a file: Markdown in which no name is a mark, and the days as CSV', async () => {
  running = await testConsole({ devices: ['crewai:prod:a:1'] })
  await sample(
    Math.floor(running.deps.clock.now() / HOUR_MS) * HOUR_MS - HOUR_MS,
    5,
    {},
    { '| **bold** [x](http://x)': 5 },
  )
  const operator = await running.as('operator')
  const stop = await running.act(operator, {
    kind: 'revoke',
    target: { ids: ['crewai:prod:a:1'] },
    reason: '# not\na <b>heading</b>\u202e',
  })
  await running.ended(stop.id)
  const file = await invoke(exportUsageWeekMarkdown, await running.as('viewer'), {})
  const text = String(file.body)
  expect(file.filename).toMatch(/^main-usage-\d{4}-W\d\d-.*\.md$/)
  expect(text).toContain('\\| \\*\\*bold\\*\\* \\[x\\]\\(http://x\\) | 5 | 5 |')
  expect(text).toMatch(/revoke of 1 by .+, “\\# not a \\<b\\>heading\\<\/b\\>\\\\u\\{202e\\}”/)
  const csv = await invoke(exportUsageWeekCsv, await running.as('viewer'), {})
  expect(String(csv.body).split('\r\n')).toHaveLength(9)
})
