import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isKnownNetwork, keepNetwork, NETWORKS_MAX } from './known-networks'
import { up as main } from './migrations/0001-main'
import { up as knownNetworks } from './migrations/0013-known-networks'
import { deleteUser } from './offboarding'
import { type Db, openStore, type Store } from './open-store'
import { insertUser } from './people'
import { sqliteDialect } from './sqlite/dialect'
import { openLocalConnection } from './sqlite/local-connection'

const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000
let store: Store

beforeEach(async () => {
  store = await openStore(':memory:')
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

it('keeps the networks used last, a bounded number for each, and no expired one of anybody', async () => {
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

it('begins with the networks of the sessions that there are', async () => {
  const db = new Kysely<unknown>({
    dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }),
  })
  await main(db)
  await sql`insert into users (id, email, name, password_hash, created_at) values ('ann', 'a', 'a', '', 0)`.execute(db)
  const sessions: [string, string | null, number][] = [
    ['a', '2001:db8::1', NOW],
    ['b', '2001:db8::2', NOW + 5],
    ['c', '::ffff:198.51.100.7', NOW],
    ['d', null, NOW],
  ]
  for (const [id, address, at] of sessions)
    await sql`insert into sessions (id, user_id, created_at, authenticated_at, last_seen_at, expires_at, address)
      values (${id}, 'ann', ${at}, ${at}, ${at}, ${at}, ${address})`.execute(db)
  await knownNetworks(db)
  const { rows } = await sql`select network, last_at from known_networks order by network`.execute(db)
  expect(rows).toEqual([
    { network: '198.51.100.7', last_at: NOW },
    { network: '2001:db8::/64', last_at: NOW + 5 },
  ])
  await db.destroy()
})
