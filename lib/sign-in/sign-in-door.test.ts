import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepNetwork } from '@/lib/store/known-networks'
import { insertUser } from '@/lib/store/people/users'
import type { Store } from '@/lib/store/rows/db'
import { openTestStore } from '@/testing/store/test-store'
import { type Arrival, createSignInDoor, KNOWN_PER_SECOND, type SignInDoor, STRANGERS_PER_SECOND } from './sign-in-door'

const HOME = '198.51.100.7'
const LAPTOP: Arrival = { address: '192.0.2.1', browsers: [{ userId: 'ann', browserId: 'laptop' }] }
const PHONE: Arrival = { address: HOME, browsers: [] }

let store: Store
let now: number
beforeEach(async () => {
  now = 1_800_000_000_000
  store = await openTestStore()
  await insertUser(store.db, { id: 'ann', email: 'a', name: 'a', password_hash: '', created_at: 0, disabled_at: null })
})
afterEach(() => store.close())

async function opened(delays = new Map<string, number>()): Promise<SignInDoor> {
  await keepNetwork(store.db, 'ann', HOME, now)
  const door = createSignInDoor(
    () => ({ store, clock: { now: () => now } }),
    (network) => delays.get(network) ?? 0,
  )
  await door.refresh()
  return door
}

/** Arrivals of strangers in one second; how many are let in. */
const flood = (door: SignInDoor, count = 1_000) =>
  Array.from({ length: count }, (_, at) =>
    door.waitMs({ address: `203.0.${at >> 8}.${at & 255}`, browsers: [] }),
  ).filter((waitMs) => waitMs === 0).length

/** Who is kept out while strangers flood the sign-in. */
function keptOut(door: SignInDoor): string[] {
  flood(door)
  return [door.waitMs(LAPTOP) > 0 ? 'a known browser' : '', door.waitMs(PHONE) > 0 ? 'a known network' : ''].filter(
    Boolean,
  )
}

describe('the front door', () => {
  it('lets few strangers in at once, and others again a second later', async () => {
    const door = await opened()
    expect(flood(door)).toBe(STRANGERS_PER_SECOND)
    now += 1_000
    expect(flood(door)).toBe(STRANGERS_PER_SECOND)
    now -= 86_400_000
    expect(flood(door)).toBe(STRANGERS_PER_SECOND)
  })
  it('keeps out no known browser and no known network for it', async () => {
    expect(keptOut(await opened())).toEqual([])
  })
  it('mutants that know no browser, or count all together, are caught', async () => {
    const real = await opened()
    const forgetful: SignInDoor = { ...real, waitMs: ({ address }) => real.waitMs({ address, browsers: [] }) }
    expect(keptOut(forgetful)).toEqual(['a known browser'])
    now += 1_000
    const together: SignInDoor = { ...real, waitMs: () => real.waitMs({ address: null, browsers: [] }) }
    expect(keptOut(together)).toEqual(['a known browser', 'a known network'])
  })
  it('turns a network that has to wait away before it fills the door of strangers', async () => {
    const door = await opened(new Map([['203.0.113.9', 7_000]]))
    for (let at = 0; at < 1_000; at += 1) expect(door.waitMs({ address: '203.0.113.9', browsers: [] })).toBe(7_000)
    expect(door.waitMs({ address: '203.0.113.10', browsers: [] })).toBe(0)
  })
  it('limits each known browser and network as well, without limiting the others', async () => {
    const door = await opened()
    for (let at = 0; at < KNOWN_PER_SECOND; at += 1) expect(door.waitMs(LAPTOP)).toBe(0)
    expect(door.waitMs(LAPTOP)).toBeGreaterThan(0)
    expect(door.waitMs(PHONE)).toBe(0)
  })
  it('learns a network at once, and forgets one that expired', async () => {
    const door = await opened()
    flood(door)
    expect(door.waitMs({ address: '2001:db8::9', browsers: [] })).toBeGreaterThan(0)
    door.learn('2001:db8::/64')
    expect(door.waitMs({ address: '2001:db8::9', browsers: [] })).toBe(0)
    now += 100 * 86_400_000
    await door.refresh()
    flood(door)
    expect(door.waitMs(PHONE)).toBeGreaterThan(0)
  })
  it('holds a bounded number of doors', async () => {
    const door = await opened()
    const letIn = Array.from({ length: 5_000 }, (_, at) =>
      door.waitMs({ address: null, browsers: [{ userId: 'ann', browserId: `${at}` }] }),
    ).filter((waitMs) => waitMs === 0).length
    expect(letIn).toBeLessThanOrEqual(1_000 + STRANGERS_PER_SECOND)
  })
})
