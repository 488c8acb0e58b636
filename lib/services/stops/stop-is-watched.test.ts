/** A stop pressed while nobody looked is watched from then on: the console does not sleep on until its next idle reading. */
import { expect, it } from 'vitest'
import { testConsole } from '../testing/test-console'

const DEVICE = 'crewai:prod:runner:01'
/** Between two readings under a stop are 2 s, between two idle ones 60 s. */
const SOON = { timeout: 10_000 }

it.each([
  ['nobody looks', false],
  ['somebody looks only now', true],
])('confirmations come in by themselves where the console was idle at the press, and %s', async (_, looks) => {
  const running = await testConsole({ devices: [DEVICE] })
  try {
    const { reader, stops } = running.org
    reader.start()
    await reader.readNow()
    expect(reader.intervalMs()).toBe(60_000)
    const { id } = await running.act(await running.as('responder'), { kind: 'disable' })
    await expect.poll(() => stops.counts(id).waiting, SOON).toBe(1)
    await running.agent('validate', DEVICE)
    await expect
      .poll(() => {
        if (looks) reader.look()
        return stops.counts(id).confirmed
      }, SOON)
      .toBe(1)
  } finally {
    await running.close()
  }
})
