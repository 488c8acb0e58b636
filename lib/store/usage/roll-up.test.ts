/** Samples: raw for 48 h, then hourly for 100 days, then daily for two years. Counts keep mean, lowest, highest and last; counters their highest. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestStore } from '@/testing/store/test-store'
import { insertOrg } from '../orgs'
import type { Store } from '../rows/db'
import { rollUp } from './roll-up'
import { DAY, HOUR, insertSample, listPartCounts, listSamples, RAW } from './samples'

const START = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

let store: Store
beforeEach(async () => {
  store = await openTestStore()
  await insertOrg(store.db, {
    id: 'o',
    slug: 'main',
    name: 'main',
    base_url: 'embedded',
    id_pattern: '',
    paths: '{}',
    created_at: 0,
  })
})
afterEach(() => store.close())

const sample = (at: number, active: number, counter: number, roles: Record<string, number> = { runner: active }) =>
  insertSample(
    store.db,
    {
      org_id: 'o',
      resolution: RAW,
      at,
      allowed: active,
      active,
      revoked: 1,
      cap: 25,
      registrations: counter,
      validations_allowed: counter,
      validations_denied: 0,
    },
    { role: Object.entries(roles).map(([value, last]) => ({ value, last, mean: last })) },
  )

it('rolls whole hours up, once, and leaves the running hour alone', async () => {
  for (let minute = 0; minute < 150; minute += 30)
    await sample(START + minute * MINUTE_MS, minute < 60 ? 10 : 20, minute)
  const now = START + 150 * MINUTE_MS
  await rollUp(store.db, now)
  await rollUp(store.db, now)
  const hours = await listSamples(store.db, 'o', HOUR, START, now)
  expect(hours.map(({ at, active, registrations }) => [at - START, active, registrations])).toEqual([
    [0, 10, 30],
    [HOUR_MS, 20, 90],
  ])
  expect(await listPartCounts(store.db, 'o', HOUR, { from: START, to: now, part: 'role' })).toHaveLength(2)
  expect(await listSamples(store.db, 'o', RAW, START, now)).toHaveLength(5)
})

const span = { from: START, to: START + 1_000 * 24 * HOUR_MS, part: 'role' }
const day = (resolution: number) => listSamples(store.db, 'o', resolution, span.from, span.to)

it('keeps the lowest, the highest and the last beside the mean, from minutes to days', async () => {
  for (const [minute, active] of [10, 2, 30, 18].entries())
    await sample(START + minute * 15 * MINUTE_MS, active, minute)
  await sample(START + HOUR_MS, 5, 9)
  await rollUp(store.db, START + 2 * HOUR_MS)
  expect((await day(HOUR))[0]).toMatchObject({
    active: 15,
    active_min: 2,
    active_max: 30,
    active_last: 18,
    allowed_min: 2,
    allowed_last: 18,
    revoked_last: 1,
    cap_last: 25,
  })
  await rollUp(store.db, START + 24 * HOUR_MS)
  expect(await day(DAY)).toMatchObject([
    { active: 10, active_min: 2, active_max: 30, active_last: 5, registrations: 9 },
  ])
})

it('of days whose hours know only their mean, only the mean is known', async () => {
  await insertSample(
    store.db,
    {
      org_id: 'o',
      resolution: HOUR,
      at: START,
      allowed: 4,
      active: 4,
      revoked: 0,
      cap: null,
      registrations: 1,
      validations_allowed: null,
      validations_denied: null,
    },
    { role: [{ value: 'runner', last: null, mean: 4 }] },
  )
  await rollUp(store.db, START + 24 * HOUR_MS)
  expect(await day(DAY)).toMatchObject([{ active: 4, active_min: null, active_max: null, active_last: null }])
  expect((await listPartCounts(store.db, 'o', DAY, span))[0]?.counts).toEqual([
    { value: 'runner', last: null, mean: 4 },
  ])
})

it('the means of a part add up to the mean of all, also of a value that came later, and the last ones to the last', async () => {
  await sample(START, 10, 0, { runner: 10 })
  await sample(START + 30 * MINUTE_MS, 20, 0, { runner: 10, planner: 10 })
  await rollUp(store.db, START + HOUR_MS)
  const [hour] = await listPartCounts(store.db, 'o', HOUR, span)
  expect(hour?.counts).toEqual([
    { value: 'runner', last: 10, mean: 10 },
    { value: 'planner', last: 10, mean: 5 },
  ])
  expect((await day(HOUR))[0]).toMatchObject({ active: 15, active_last: 20 })
})

it('a value that is gone at the end of a bucket has none left, and its mean', async () => {
  await sample(START, 8, 0, { gone: 8 })
  await sample(START + 30 * MINUTE_MS, 2, 0, { kept: 2 })
  await rollUp(store.db, START + HOUR_MS)
  expect((await listPartCounts(store.db, 'o', HOUR, span))[0]?.counts).toEqual([
    { value: 'gone', last: 0, mean: 4 },
    { value: 'kept', last: 2, mean: 1 },
  ])
})

it('a clock that went a year ahead and came back neither loses a sample nor counts one twice', async () => {
  await sample(START + 365 * 24 * HOUR_MS, 99, 0)
  await rollUp(store.db, START + 366 * 24 * HOUR_MS)
  await sample(START, 5, 1)
  await sample(START + 10 * MINUTE_MS, 7, 2)
  await rollUp(store.db, START + 24 * HOUR_MS)
  expect((await day(HOUR)).map(({ at, active }) => [at - START, active])).toEqual([
    [0, 6],
    [365 * 24 * HOUR_MS, 99],
  ])
  // The same minutes once more: what is rolled up stays.
  await sample(START + 20 * MINUTE_MS, 100, 3)
  await rollUp(store.db, START + 25 * HOUR_MS)
  expect((await day(HOUR))[0]?.active).toBe(6)
})

it('drops raw after 48 h and hours after 100 days, and keeps days for two years', async () => {
  for (let hour = 0; hour < 24 * 3; hour += 1) await sample(START + hour * HOUR_MS, 5, hour)
  await rollUp(store.db, START + 3 * 24 * HOUR_MS)
  expect(await day(RAW)).toHaveLength(48)
  await rollUp(store.db, START + 110 * 24 * HOUR_MS)
  expect([await day(RAW), await day(HOUR)]).toEqual([[], []])
  expect(await day(DAY)).toHaveLength(3)
  await rollUp(store.db, START + 740 * 24 * HOUR_MS)
  expect([await day(DAY), await listPartCounts(store.db, 'o', DAY, span)]).toEqual([[], []])
})
