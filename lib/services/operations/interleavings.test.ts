/**
 * Random interleavings of stops, undos and restores by several people over a few devices: whenever everything has ended, a
 * device that somebody still holds is revoked at the authority. The twin that ignores holds must be caught.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { liveHolds } from '@/lib/store/holds'
import type { Context } from '../context'
import { type TestConsole, testConsole } from '../testing/test-console'

const DEVICES = ['a', 'b', 'c', 'd']

type Step = { who: number; what: 'revoke' | 'restore' | 'undo'; devices: string[]; together: boolean }

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('revoke' as const, 'revoke' as const, 'restore' as const, 'undo' as const),
  devices: fc.subarray(DEVICES, { minLength: 1 }),
  /** Not waited for: the next step runs beside it. */
  together: fc.boolean(),
})

let running: TestConsole
let people: Context[]
beforeAll(async () => {
  running = await testConsole({ devices: DEVICES })
  people = [
    await running.as('operator', { name: 'Ana' }),
    await running.as('operator', { name: 'Ben' }),
    await running.as('admin', { name: 'Cyd' }),
  ]
})
afterAll(() => running.close())

async function play(steps: readonly Step[]): Promise<void> {
  const revokes: string[] = []
  const underWay: Promise<unknown>[] = []
  for (const { who, what, devices, together } of steps) {
    const person = people[who] as Context
    const undoes = what === 'undo' ? revokes[revokes.length - 1 - (who % Math.max(1, revokes.length))] : undefined
    if (what === 'undo' && !undoes) continue
    const kind = what === 'undo' ? ('restore' as const) : what
    const started = running
      .start(person, { kind, reason: 'x', ...(undoes ? { undoes } : { target: { ids: devices } }) })
      .then((operation) => {
        if (what === 'revoke') revokes.push(operation.id)
        return running.ended(operation.id)
      })
      .catch((error) => {
        if (!(error instanceof AppError)) throw error
      })
    underWay.push(started)
    if (!together) await started
  }
  await Promise.all(underWay)
}

/** Devices that run although somebody holds them. */
async function breaches(): Promise<string[]> {
  const { client } = running.org.connection
  const { devices } = await client.listDevices()
  const active = new Set(devices.filter((device) => device.status === 'active').map((device) => device.deviceId))
  const holds = await liveHolds(running.deps.store.db, running.org.row.id, DEVICES)
  return [...new Set(holds.map((hold) => hold.device_id))].filter((id) => active.has(id))
}

it('never restarts a device that somebody holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      await play(steps)
      expect(await breaches()).toEqual([])
    }),
    { numRuns: Number(process.env.INTERLEAVINGS ?? 60), endOnFailure: true },
  )
}, 120_000)

it('catches the twin that restores without looking at holds', async () => {
  await play([{ who: 0, what: 'revoke', devices: ['a'], together: false }])
  await running.org.connection.client.unrevoke('a')
  expect(await breaches()).toEqual(['a'])
  await running.org.connection.client.revoke('a')
})
