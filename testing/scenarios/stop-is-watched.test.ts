/** A stop pressed while no screen was open is watched from then on: the console does not sleep on until its next idle reading. */
import { expect, it } from 'vitest'
import { testConsole } from '../console/test-console'

const DEVICE = 'crewai:prod:runner:01'

it.each([
  ['no screen is open', false],
  ['a screen is open only now', true],
])('confirmations come in by themselves where the console was idle at the press, and %s', async (_, looks) => {
  const running = await testConsole({ devices: [DEVICE] })
  try {
    const { reader, stops } = running.org
    reader.start()
    await reader.readNow()
    expect(reader.intervalMs()).toBe(60_000)
    // The idle reading that would show it in the end is later than this.
    const nextIdleReading = AbortSignal.timeout(reader.intervalMs() / 2)
    const { id } = await running.act(await running.as('responder'), { kind: 'disable' })
    await expect.poll(() => stops.counts(id).waiting).toBe(1)
    await running.agent('validate', DEVICE)
    await expect
      .poll(() => {
        if (looks) reader.look()
        return stops.counts(id).confirmed
      })
      .toBe(1)
    expect(nextIdleReading.aborted).toBe(false)
  } finally {
    await running.close()
  }
})
