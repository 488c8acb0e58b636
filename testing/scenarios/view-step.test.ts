/** Where a staged restore is, as its page says it: by evidence, never by what was merely sent. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '@/lib/services/context'
import { continueOperation } from '@/lib/services/operations/control-operation'
import { getOperationProgress } from '@/lib/services/operations/get-progress'
import { invoke } from '@/lib/services/service'
import { askOn } from '../console/asking-agents'
import { type TestConsole, testConsole } from '../console/test-console'

const ids = (role: string) => Array.from({ length: 10 }, (_, at) => `crewai:prod:${role}:${at}`)
const [RUNNERS, TOOLS] = [ids('runner'), ids('tool')]
const DEVICES = [...RUNNERS, ...TOOLS]

let running: TestConsole
let operator: Context
let agents: AbortController
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  operator = await running.as('operator')
  agents = new AbortController()
})
afterEach(async () => {
  agents.abort()
  await running.close()
})

const asking = (ids: readonly string[]) => askOn(running, ids, agents.signal)

async function startStaged() {
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const { id } = await running.start(operator, { kind: 'restore', undoes: revoked.id, reason: 'x', staged: true })
  return { id, progress: () => invoke(getOperationProgress, operator, { operation: id }) }
}
/** One that never asked. */
const silent = (deviceId: string | undefined) => ({ deviceId, stopped: false, everyMs: null, quietMs: null })

it('says whom a step waits for, and counts no device that was only restored', async () => {
  const { id, progress } = await startStaged()
  void asking(RUNNERS)
  const waiting = { step: 1, steps: 2, devices: 2, validating: 1, stopped: 0, waitsFor: [silent(TOOLS[0])] }
  await expect.poll(async () => (await progress()).step).toEqual(waiting)
  // The twin that goes by answers alone calls both of them well, and works out when it will end.
  expect(await progress()).toMatchObject({ answered: 2, perSecond: null, leftMs: null })
  void asking(TOOLS)
  await running.ended(id)
  expect((await progress()).step).toBeNull()
})

it('still says where it halted, and who was stopped', async () => {
  const { id, progress } = await startStaged()
  await expect.poll(async () => (await progress()).step?.devices).toBe(2)
  await running.org.connection.client.revoke(RUNNERS[0] as string)
  expect(await running.ended(id)).toMatchObject({ state: 'paused', error: { code: 'step' } })
  expect((await progress()).step).toEqual({
    step: 1,
    steps: 2,
    devices: 2,
    validating: 0,
    stopped: 1,
    waitsFor: [{ ...silent(RUNNERS[0]), stopped: true }, silent(TOOLS[0])],
  })
  void asking(DEVICES)
  await invoke(continueOperation, operator, { operation: id, reason: 'looked into it' })
  await running.ended(id)
  expect((await progress()).step).toBeNull()
})

it('has no step before it begins, nor where all go at once', async () => {
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const startAt = new Date(Date.now() + 3_600_000).toISOString()
  const later = { kind: 'restore', undoes: revoked.id, reason: 'x', staged: true, startAt } as const
  const scheduled = await running.start(operator, later)
  expect((await invoke(getOperationProgress, operator, { operation: scheduled.id })).step).toBeNull()
  expect((await invoke(getOperationProgress, operator, { operation: revoked.id })).step).toBeNull()
})
