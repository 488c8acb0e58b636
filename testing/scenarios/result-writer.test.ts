/** Answers are written down while more is sent; where that fails, a resume sends no more, and a stop sends all. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import { type Behaviour, behindStore } from '../console/faulty-store'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = Array.from({ length: 3_500 }, (_, at) => `crewai:prod:tool:${String(at + 1).padStart(4, '0')}`)

let running: TestConsole
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
})
afterEach(() => running.close())

/** The transaction of the start goes through; every one after it fails. */
const afterTheStart: Behaviour = (real, nth) =>
  nth === 1 ? real() : Promise.reject(new Error('database or disk is full'))

const active = () => [...running.org.fleet.devices()].filter((device) => device.status === 'active').length

async function start(kind: 'revoke' | 'restore', releases?: string[]) {
  const person = await running.as('operator')
  const { selectionId, digest } = await invoke(createSelection, person, { selector: 'role:tool' })
  const { context, heal } = behindStore(person, afterTheStart)
  const operation = await running.start(context, { kind, target: { selectionId, digest }, reason: 'because', releases })
  return { id: operation.id, heal }
}

it('sends all of a stop, and begins it again until it is written down', async () => {
  const { id, heal } = await start('revoke')
  await expect
    .poll(async () => {
      await running.org.reader.readNow()
      return active()
    })
    .toBe(0)
  expect((await findOperation(running.deps.store.reads, id))?.state).toBe('running')
  heal()
  const { outcomes } = await running.ended(id)
  expect(outcomes).toMatchObject({ done: DEVICES.length })
})

it('sends no more of a restore', async () => {
  const stop = await running.ended((await startRevoke()).id)
  const { id, heal } = await start('restore', [stop.id])
  await running.deps.running.ended(id)
  await running.org.reader.readNow()
  expect(active()).toBeGreaterThan(0)
  expect(active()).toBeLessThan(DEVICES.length)
  const items = await listItems(running.deps.store.reads, id)
  expect(new Set(items.map((item) => item.outcome))).toEqual(new Set(['pending']))
  heal()
})

async function startRevoke() {
  const person = await running.as('operator')
  const { selectionId, digest } = await invoke(createSelection, person, { selector: 'role:tool' })
  return running.start(person, { kind: 'revoke', target: { selectionId, digest } })
}
