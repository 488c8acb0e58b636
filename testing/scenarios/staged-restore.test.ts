import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { planSteps } from '@/lib/operations/plan/plan-steps'
import type { Context } from '@/lib/services/context'
import { continueOperation } from '@/lib/services/operations/control-operation'
import { getOperationProgress } from '@/lib/services/operations/get-progress'
import { invoke } from '@/lib/services/service'
import { findOperation } from '@/lib/store/operations'
import { askOn } from '../console/asking-agents'
import { type TestConsole, testConsole } from '../console/test-console'

const RUNNERS = Array.from({ length: 15 }, (_, index) => `crewai:prod:runner:${String(index + 1).padStart(2, '0')}`)
const TOOLS = Array.from({ length: 15 }, (_, index) => `crewai:prod:tool-runner:${String(index + 1).padStart(2, '0')}`)
const DEVICES = [...RUNNERS, ...TOOLS]
const PARTS = ['framework', 'env', 'role', 'instance']

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

async function startStaged(): Promise<Operation> {
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  return running.start(operator, { kind: 'restore', undoes: revoked.id, reason: 'carefully', staged: true })
}

/** Resolves after so many more readings. */
const looks = (count: number) =>
  new Promise<void>((resolve) => {
    let left = count
    running.org.reader.onReading(() => {
      left -= 1
      if (left === 0) resolve()
    })
  })

const activeNow = async () =>
  (await running.org.connection.client.listDevices()).devices.filter((device) => device.status === 'active')

it('plans one per role, then a tenth, then the rest', () => {
  const items = DEVICES.map((device_id) => ({ device_id, step: 0 }) as never)
  const steps = planSteps(items, PARTS, () => null).map(({ step }) => step)
  expect([1, 2, 3].map((step) => steps.filter((each) => each === step).length)).toEqual([2, 1, 27])
  expect(planSteps(items.slice(0, 1), PARTS, () => null)[0]?.step).toBe(1)
})

it('takes those first that asked last, and one that never asked only where no other of its role did', () => {
  const items = DEVICES.map((device_id) => ({ device_id, step: 0 }) as never)
  const seen = new Map([
    [RUNNERS[4], 10],
    [RUNNERS[9], 30],
    [RUNNERS[2], 20],
  ])
  const planned = planSteps(items, PARTS, (id) => seen.get(id) ?? null)
  const idsOf = (step: number) => planned.filter((item) => item.step === step).map((item) => item.device_id)
  expect([idsOf(1), idsOf(2), idsOf(3).length]).toEqual([[RUNNERS[9], TOOLS[0]], [RUNNERS[2]], 27])
  expect(planned.map((item) => item.device_id)).toEqual(DEVICES)
})

it('goes by the agents that ask, whatever else is registered', async () => {
  const alive = [RUNNERS[7] as string, TOOLS[11] as string]
  for (const id of alive) await running.agent('validate', id)
  await running.org.reader.readNow()
  const restore = await startStaged()
  await expect.poll(async () => (await activeNow()).map((device) => device.deviceId).sort()).toEqual(alive)
  void asking(alive)
  const next = async () => (await activeNow()).length
  await expect.poll(next).toBe(3)
  agents.abort()
  expect((await findOperation(running.deps.store.db, restore.id))?.state).toBe('running')
})

it('takes the next step once every device of the last one is active and validating', async () => {
  void asking(DEVICES)
  const restore = await startStaged()
  expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length })
})

it('does not go on while a device of a step is silent', async () => {
  void asking(RUNNERS)
  const restore = await startStaged()
  const progress = () => invoke(getOperationProgress, operator, { operation: restore.id })
  await expect.poll(async () => (await progress()).step?.validating).toBe(1)
  // It looks again and again, and at each look one of the two is silent.
  await looks(5)
  const [runner, tool, ...others] = (await activeNow()).map((device) => device.deviceId).sort()
  expect([RUNNERS.includes(runner as string), tool, others]).toEqual([true, TOOLS[0], []])
  void asking(TOOLS)
  expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length })
})

it('halts when a device of a step is stopped again, and goes on when a person says so', async () => {
  const restore = await startStaged()
  await expect.poll(async () => (await activeNow()).length).toBe(2)
  await running.org.connection.client.revoke(RUNNERS[0] as string)
  const halted = await running.ended(restore.id)
  expect(halted).toMatchObject({ state: 'paused', error: { code: 'step' } })
  expect(halted.error?.message).toContain(RUNNERS[0])
  expect(await activeNow()).toHaveLength(1)
  void asking(DEVICES)
  await invoke(continueOperation, operator, { operation: restore.id, reason: 'looked into it' })
  expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length - 1, failed: 1 })
})
