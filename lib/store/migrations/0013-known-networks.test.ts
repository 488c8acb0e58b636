import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { networkOf } from '@/lib/domain/sign-in/network'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as knownNetworks } from './0013-known-networks'

const NOW = 1_800_000_000_000
let db: Kysely<unknown>
beforeEach(async () => {
  db = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  await main(db)
  await sql`insert into users (id, email, name, password_hash, created_at) values ('ann', 'a', 'a', '', 0)`.execute(db)
})
afterEach(() => db.destroy())

async function networksOf(sessions: readonly (readonly [address: string | null, at: number])[]) {
  for (const [id, [address, at]] of sessions.entries())
    await sql`insert into sessions (id, user_id, created_at, authenticated_at, last_seen_at, expires_at, address)
      values (${id}, 'ann', ${at}, ${at}, ${at}, ${at}, ${address})`.execute(db)
  await knownNetworks(db)
  const { rows } = await sql`select network, last_at from known_networks order by network`.execute(db)
  return rows
}

it('begins with the networks of the sessions that there are', async () => {
  const sessions = [
    ['2001:db8::1', NOW],
    ['2001:db8::2', NOW + 5],
    ['::ffff:198.51.100.7', NOW],
    [null, NOW],
  ] as const
  expect(await networksOf(sessions)).toEqual([
    { network: '198.51.100.7', last_at: NOW },
    { network: '2001:db8::/64', last_at: NOW + 5 },
  ])
})

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:c633:6407', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::ffff', '2001:db8:1:2::/64'],
  ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
  ['0:0:1:2:3:4:5:6', '0:0:1:2::/64'],
  ['2001:db8::', '2001:db8::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['::1', '::/64'],
  ['not an address', 'unknown'],
])('counts %s with %s, as the console does', async (address, network) => {
  expect(await networksOf([[address, NOW]])).toEqual([{ network, last_at: NOW }])
  expect(networkOf(address)).toBe(network)
})
