/** A stop that fails for one slice in the console itself is sent to all others at once, and to that slice when it is begun again. */
import { expect, it } from 'vitest'
import { testConsole } from '../console/test-console'

/** Six slices of single calls, more than are under way at once. */
const DEVICES = Array.from({ length: 300 }, (_, index) => `crewai:prod:runner:${index}`)
const SLICE = 50

it('keeps no other slice from being sent, also one that had not begun', async () => {
  const running = await testConsole({ devices: DEVICES })
  const { deps, org } = running
  let beginAgain = () => {}
  try {
    org.reading.capabilities = { ...org.reading.capabilities, batch: 'no' }
    const { settled } = deps.sent
    let failures = 0
    Object.assign(deps.sent, {
      settled: (id: string) => (failures++ === 0 ? Promise.reject(new Error('the first slice fails')) : settled(id)),
    })
    const pause = new Promise<void>((resolve) => {
      beginAgain = resolve
    })
    Object.assign(deps, { pause: () => pause })
    const { id } = await running.start(await running.as('operator'), { kind: 'revoke', target: { ids: DEVICES } })
    const revoked = async () => {
      await org.reader.readNow()
      return DEVICES.filter((deviceId) => org.fleet.statusOf(deviceId) === 'revoked').length
    }
    await expect.poll(revoked, { timeout: 20_000 }).toBe(DEVICES.length - SLICE)
    beginAgain()
    await running.ended(id)
    expect(await revoked()).toBe(DEVICES.length)
  } finally {
    beginAgain()
    await running.close()
  }
})
