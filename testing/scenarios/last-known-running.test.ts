/** While the authority cannot be read, what ran at the last snapshot is the last known: no device is called silent for our not looking. */
import { afterEach, expect, it } from 'vitest'
import { isRunning } from '@/lib/domain/device'
import { authorityNow } from '@/lib/fleet/reading'
import { listDevices } from '@/lib/services/devices/device-services'
import { getOverview } from '@/lib/services/orgs/get-overview'
import { invoke } from '@/lib/services/service'
import { type TestConsole, testConsole } from '../console/test-console'

const HOUR = 3_600_000
const DEVICE = 'crewai:prod:runner:01'

let running: TestConsole
let passedMs = 0
afterEach(async () => {
  await running.close()
  passedMs = 0
})

async function afterADayWithoutReading(): Promise<void> {
  running = await testConsole({ devices: [DEVICE], now: () => Date.now() + passedMs })
  await running.agent('validate', DEVICE)
  await running.org.reader.readNow()
  passedMs = 25 * HOUR
}

it('counts and shows it as running, in the grid too', async () => {
  await afterADayWithoutReading()
  const viewer = await running.as('viewer')
  const { state, grid } = await invoke(getOverview, viewer, {})
  expect(state.counts).toMatchObject({ active: 1, running: 1 })
  expect(grid.all).toMatchObject({ running: 1 })
  const { rows } = await invoke(listDevices, viewer, {})
  expect(rows[0]).toMatchObject({ deviceId: DEVICE, running: true })
})

it('a selector goes on counting by the clock', async () => {
  await afterADayWithoutReading()
  expect(await invoke(listDevices, await running.as('viewer'), { q: 'seen:>24h' })).toMatchObject({ total: 1 })
})

it('would find the clock of now in the place of the snapshot (mutant)', async () => {
  await afterADayWithoutReading()
  const device = running.org.fleet.get(DEVICE)
  expect(device && isRunning(device, authorityNow(running.org.reading, running.deps.clock.now()))).toBe(false)
})
