import { afterEach, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { countMatches } from './count-matches'

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
