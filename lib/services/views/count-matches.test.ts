import { afterEach, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { SomeDevices } from '@/lib/fleet/search/some-devices'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { countMatches, countMatchesOf } from './count-matches'

let running: TestConsole
afterEach(() => running.close())

const add = (...ids: string[]) =>
  running.org.fleet.apply({
    upserts: ids.map((deviceId) => ({ deviceId, status: 'active', createdAt: 1, lastValidatedAt: null }) as Device),
    removed: [],
  })

it('is right for a fleet that changes, some seconds late at most', async () => {
  let now = 1_000_000
  running = await testConsole({ devices: [], now: () => now })
  add('crewai:prod:a:1')
  expect(await countMatches(running, 'env:prod')).toBe(1)
  add('crewai:prod:a:2')
  now += 60_000
  expect(await countMatches(running, 'env:prod')).toBe(2)
})

it('a clock that was set back does not keep an old count', async () => {
  let now = 10_000_000
  running = await testConsole({ devices: [], now: () => now })
  add('crewai:prod:a:1')
  await countMatches(running, 'env:prod')
  now = 5_000
  add('crewai:prod:a:2')
  expect(await countMatches(running, 'env:prod')).toBe(2)
})

it('of many who look at once, and one after another within the pause, only one counts', async () => {
  let now = 1_000_000
  running = await testConsole({ devices: [], now: () => now })
  add('crewai:prod:a:1')
  const { fleet } = running.org
  const { count } = fleet
  let counted = 0
  fleet.count = (...query) => {
    counted++
    return count(...query)
  }
  const look = () => countMatches(running, 'env:prod', 2_000)
  expect(await Promise.all([look(), look(), look()])).toEqual([1, 1, 1])
  for (let at = 2; at < 9; at++) {
    now += 200
    add(`crewai:prod:a:${at}`)
    await look()
  }
  expect(counted).toBe(1)
  now += 2_000
  expect([await look(), counted]).toEqual([8, 2])
})

it('a count that failed is made anew', async () => {
  running = await testConsole({ devices: [] })
  await expect(countMatches(running, 'nosuch:thing')).rejects.toMatchObject({ code: 'invalid-input' })
  add('nosuch:thing')
  expect(await countMatches(running, 'nosuch:thing')).toBe(1)
})

it('of some devices counts those that match and are there, and keeps what the whole fleet has', async () => {
  running = await testConsole({ devices: [] })
  add('crewai:prod:a:1', 'crewai:prod:a:2', 'crewai:dev:a:1')
  const some = new SomeDevices(['crewai:prod:a:2', 'crewai:dev:a:1', 'crewai:prod:gone:1'])
  const counts = async () => {
    const counted = await Promise.all(
      ['env:prod', 'role:a', 'env:x'].map((text) => countMatchesOf(running, text, some)),
    )
    return counted.map(({ ofSome }) => ofSome)
  }
  expect(await counts()).toEqual([1, 2, 0])
  expect(running.org.matchCounts.get('env:prod')?.count).toBe(2)
  // Places of devices that went are taken by others.
  running.org.fleet.apply({ upserts: [], removed: ['crewai:prod:a:2'] })
  add('crewai:prod:b:1')
  expect(await counts()).toEqual([0, 1, 0])
})
