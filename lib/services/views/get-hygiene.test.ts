/** The views of hygiene: who is in which, and that they cost a large fleet little. */
import { afterEach, expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { getHygiene } from './get-hygiene'

const DAY_MS = 86_400_000

let running: TestConsole
afterEach(() => running.close())

const counts = async (input: object = {}) => {
  const { views } = await invoke(getHygiene, await running.as('viewer'), input)
  return Object.fromEntries(views.map(({ key, count }) => [key, count]))
}

/** `created` and `seen` in days before now; `seen` null: never. */
function device(deviceId: string, created: number, seen: number | null): Device {
  const now = running.deps.clock.now()
  return {
    deviceId,
    status: 'active',
    createdAt: now - created * DAY_MS,
    lastValidatedAt: seen === null ? null : now - seen * DAY_MS,
  } as Device
}

it('each device is in the views that say so, and one that never asked is not silent', async () => {
  running = await testConsole({ devices: [] })
  running.org.fleet.apply({
    upserts: [
      device('crewai:prod:new:1', 0.5, 0),
      device('crewai:prod:never:1', 50, null),
      device('crewai:prod:silent:1', 200, 40),
      device('crewai:prod:quiet:1', 200, 10),
      device('crewai:prod:bot:1', 200, 0),
      device('crewai:prod:b0t:1', 200, 0),
    ],
    removed: [],
  })
  expect(await counts()).toEqual({ new: 1, never: 1, silent: 1, lookalikes: 2 })
  expect((await counts({ silentDays: 7 })).silent).toBe(2)
  expect((await counts({ silentDays: '90' })).silent).toBe(0)
})

it('no count is claimed before anything was read', async () => {
  running = await testConsole({ devices: [] })
  running.org.reading.readAt = null
  expect(await counts()).toEqual({ new: null, never: null, silent: null, lookalikes: null })
})

it('an empty fleet has none', async () => {
  running = await testConsole({ devices: [] })
  expect(await counts()).toEqual({ new: 0, never: 0, silent: 0, lookalikes: 0 })
})
