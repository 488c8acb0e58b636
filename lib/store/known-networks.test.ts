import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestStore } from '@/testing/store/test-store'
import { isKnownNetwork, keepNetwork, NETWORKS_MAX } from './known-networks'
import { deleteUser } from './offboarding'
import { insertUser } from './people/users'
import type { Db, Store } from './rows/db'

const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000
let store: Store

beforeEach(async () => {
  store = await openTestStore()
  for (const id of ['ann', 'ben'])
    await insertUser(store.db, {
      id,
      email: `${id}@example.org`,
      name: id,
      password_hash: '',
      created_at: 0,
      disabled_at: null,
    })
})
afterEach(() => store.close())

const rowsOf = async (db: Db) => (await db.selectFrom('known_networks').selectAll().execute()).length

it('is known to the one who signed in there, for a while', async () => {
  await keepNetwork(store.db, 'ann', '198.51.100.7', NOW)
  expect(await isKnownNetwork(store.db, 'ann', '198.51.100.7', NOW)).toBe(true)
  expect(await isKnownNetwork(store.db, 'ben', '198.51.100.7', NOW)).toBe(false)
  expect(await isKnownNetwork(store.db, 'ann', '198.51.100.8', NOW)).toBe(false)
  expect(await isKnownNetwork(store.db, 'ann', '198.51.100.7', NOW + 91 * DAY_MS)).toBe(false)
})

it('keeps the networks used last, a bounded number for each person, and no expired one', async () => {
  await keepNetwork(store.db, 'ben', '192.0.2.1', NOW - 89 * DAY_MS)
  for (let at = 0; at < 3 * NETWORKS_MAX; at += 1) await keepNetwork(store.db, 'ann', `198.51.100.${at}`, NOW + at)
  expect(await rowsOf(store.db)).toBe(NETWORKS_MAX + 1)
  expect(await isKnownNetwork(store.db, 'ann', `198.51.100.${3 * NETWORKS_MAX - 1}`, NOW)).toBe(true)
  expect(await isKnownNetwork(store.db, 'ann', '198.51.100.0', NOW)).toBe(false)
  await keepNetwork(store.db, 'ann', '198.51.100.0', NOW + 2 * DAY_MS)
  expect(await rowsOf(store.db)).toBe(NETWORKS_MAX)
})

it('goes with its user', async () => {
  await keepNetwork(store.db, 'ann', '198.51.100.7', NOW)
  await deleteUser(store.db, 'ann')
  expect(await rowsOf(store.db)).toBe(0)
})
