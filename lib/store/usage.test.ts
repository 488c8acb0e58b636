/** Samples: raw for 48 h, then hourly, then daily for two years; counters roll up to their highest, counts to their mean. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeLease } from './leases'
import { openStore } from './open-store'
import { insertOrg } from './orgs'
import type { Store } from './rows/db'
import { DAY, HOUR, insertSample, listParts, listSamples, RAW, rollUp } from './usage'

const START = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

let store: Store
beforeEach(async () => {
  store = await openStore(':memory:')
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

const sample = (at: number, active: number, counter: number) =>
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
    [{ org_id: 'o', resolution: RAW, at, part: 'role', value: 'runner', active }],
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
  expect(await listParts(store.db, 'o', HOUR, 'role', START, now)).toHaveLength(2)
  expect(await listSamples(store.db, 'o', RAW, START, now)).toHaveLength(5)
})

it('drops raw after 48 h and hourly after 30 days, and keeps daily for two years', async () => {
  for (let hour = 0; hour < 24 * 3; hour += 1) await sample(START + hour * HOUR_MS, 5, hour)
  await rollUp(store.db, START + 3 * 24 * HOUR_MS)
  expect(await listSamples(store.db, 'o', RAW, START, START + 10 * 24 * HOUR_MS)).toHaveLength(48)
  await rollUp(store.db, START + 40 * 24 * HOUR_MS)
  expect(await listSamples(store.db, 'o', RAW, 0, START + 50 * 24 * HOUR_MS)).toEqual([])
  expect(await listSamples(store.db, 'o', HOUR, 0, START + 50 * 24 * HOUR_MS)).toEqual([])
  expect(await listSamples(store.db, 'o', DAY, 0, START + 50 * 24 * HOUR_MS)).toHaveLength(3)
  await rollUp(store.db, START + 740 * 24 * HOUR_MS)
  expect(await listSamples(store.db, 'o', DAY, 0, START + 50 * 24 * HOUR_MS)).toEqual([])
})

it('lets one holder of a lease sample, until it lapses', async () => {
  expect(await takeLease(store.db, 'usage', 'a', 0, 100)).toBe(true)
  expect(await takeLease(store.db, 'usage', 'b', 50, 150)).toBe(false)
  expect(await takeLease(store.db, 'usage', 'a', 50, 150)).toBe(true)
  expect(await takeLease(store.db, 'usage', 'b', 150, 250)).toBe(true)
})
