/** A resume ends the stops that are older than it, in the order of the store: no clock, no fault of the store changes that. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { invoke } from '@/lib/services/service'
import { getStop } from '@/lib/services/stops/get-stop'
import { findOperation } from '@/lib/store/operations'
import { consoleBehindFaults } from '../console/console-behind-faults'
import { behindStore, rejects } from '../console/faulty-store'
import { waitForAnswers } from '../console/patient-calls'
import type { TestConsole } from '../console/test-console'
import type { FaultServer } from '../faults/fault-server'
import { gated, json, telling } from '../faults/faults'
import { createGate } from '../faults/gate'
import { forward } from '../faults/proxy-faults'

const DEVICE = 'crewai:prod:runner:01'
const DAY_MS = 86_400_000

let running: TestConsole
let faults: FaultServer
let close: () => Promise<void>
beforeEach(async () => {
  ;({ running, faults, close } = await consoleBehindFaults([DEVICE]))
  waitForAnswers(running.org)
})
afterEach(() => close())

const isStopped = async () => (await running.agent('validate', DEVICE)).allowed === false
const statusOf = async (id: string) => (await findOperation(running.deps.store.db, id))?.stop_status
const stepClock = (ms: number) => {
  running.deps.clock.now = () => Date.now() + ms
}
const sentDisables = () => faults.requests.filter(({ path }) => path.endsWith('/org/disable')).length

it('a lifted stop says by which resume, and one in force says nothing of any', async () => {
  const operator = await running.as('operator')
  const { id } = await running.act(operator, { kind: 'disable' })
  const lifted = async () => (await invoke(getStop, operator, { operation: id })).lifted
  expect(await lifted()).toBeUndefined()
  await running.act(operator, { kind: 'enable', reason: 'over' })
  expect(await lifted()).toMatchObject({ by: 'operator', reason: 'over' })
})

it('an old stop does not survive a resume because the clock went back', async () => {
  const operator = await running.as('operator')
  const stopped = await running.act(operator, { kind: 'disable' })
  stepClock(-DAY_MS)
  await running.act(
    { ...operator, actor: { ...operator.actor, authenticatedAt: Date.now() - DAY_MS } },
    {
      kind: 'enable',
      reason: 'over',
    },
  )
  expect(await statusOf(stopped.id)).toBe('lifted')
  expect(await isStopped()).toBe(false)
  expect(running.org.stops.inForce()).toBe(false)
})

it('a stop pressed while the resume is in flight is newer, though the clock went back', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'disable' })
  const pass = forward(running.authority.url)
  const resumes = createGate()
  const stops = createGate(Number.POSITIVE_INFINITY)
  faults.on('/api/v1/org/enable', gated(resumes, pass))
  faults.on('/api/v1/org/disable', telling(stops, pass))
  const resuming = running.act(operator, { kind: 'enable', reason: 'over' })
  await resumes.came()
  stepClock(-DAY_MS)
  const newer = await running.start(await running.as('responder'), { kind: 'disable' })
  resumes.open()
  await resuming
  // The resume landed after it: the stop is sent again.
  await stops.came(2)
  await expect.poll(isStopped).toBe(true)
  await running.org.reader.readNow()
  await running.deps.running.allEnded()
  expect(await statusOf(newer.id)).toBe('accepted')
  expect(running.org.stops.inForce()).toBe(true)
})

it('what that resume did until the stop is sent again is no act of others', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'disable' })
  const pass = forward(running.authority.url)
  const resumes = createGate()
  const stops = createGate(1)
  faults.on('/api/v1/org/enable', gated(resumes, pass))
  faults.on('/api/v1/org/disable', gated(stops, pass))
  const resuming = running.act(operator, { kind: 'enable', reason: 'over' })
  await resumes.came()
  const newer = await running.start(await running.as('responder'), { kind: 'disable' })
  resumes.open()
  await resuming
  await stops.came(2)
  for (let reading = 0; reading < 5; reading += 1) {
    await running.org.reader.readNow()
    expect(await isStopped()).toBe(false)
    expect(await statusOf(newer.id)).toBe('accepted')
  }
  stops.open()
  await expect.poll(isStopped).toBe(true)
  await running.deps.running.allEnded()
  expect(running.org.stops.inForce()).toBe(true)
  expect(await running.deps.store.db.selectFrom('alarms').selectAll().execute()).toEqual([])
})

it('an accepted resume that cannot be written says so, and no older stop in the queue fires after it', async () => {
  const operator = await running.as('operator')
  faults.on('/api/v1/org/disable', json({ status: 'error' }, 503))
  const queued = await running.start(operator, { kind: 'disable' })
  expect(queued.stop?.status).toBe('queued')
  const { context, heal } = behindStore(operator, (real, nth) => (nth === 1 ? real() : rejects(real, nth)))
  const resumed = await running.start(context, { kind: 'enable', reason: 'false alarm' })
  expect(resumed).toMatchObject({ state: 'finished', error: { code: 'not-recorded' } })
  expect(resumed.acceptedAt).not.toBeNull()
  expect(resumed.error?.message).toContain('accepted')
  expect(running.sink).toContainEqual(expect.objectContaining({ kind: 'resume.state' }))
  faults.on('/api/v1/org/disable', forward(running.authority.url))
  const sent = sentDisables()
  // A sign of life would send whatever still waits.
  await running.org.reader.readNow()
  await running.deps.running.allEnded()
  expect(sentDisables()).toBe(sent)
  expect(await isStopped()).toBe(false)
  heal()
  await expect.poll(() => statusOf(queued.id)).toBe('withdrawn')
  await expect.poll(async () => (await findOperation(running.deps.store.db, resumed.id))?.accepted_at).not.toBeNull()
})

it('what an accepted resume could not write in time, and then failed, is written all the same', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'disable' })
  let fail = () => {}
  const late = () =>
    new Promise<unknown>((_, reject) => {
      fail = () => reject(new Error('database or disk is full'))
    })
  const { context } = behindStore(operator, (real, nth) => (nth === 2 ? late() : real()))
  const resumed = await running.start(context, { kind: 'enable', reason: 'over' })
  expect(resumed.error?.code).toBe('not-recorded')
  fail()
  await expect.poll(async () => (await findOperation(running.deps.store.db, resumed.id))?.accepted_at).not.toBeNull()
})

it('a resume is refused, and nothing sent, when it cannot be recorded first', async () => {
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'disable' })
  const { context } = behindStore(operator, rejects)
  await expect(running.start(context, { kind: 'enable', reason: 'x' })).rejects.toMatchObject({ code: 'unavailable' })
  expect(await isStopped()).toBe(true)
})

it('a stop that only the sink has is not forgotten by a resume', async () => {
  const operator = await running.as('operator')
  const { context } = behindStore(operator, rejects)
  const stopped = await running.start(context, { kind: 'disable' })
  expect(await statusOf(stopped.id)).toBeUndefined()
  await running.act(operator, { kind: 'enable', reason: 'over' })
  expect(await statusOf(stopped.id)).toBe('lifted')
  expect(await isStopped()).toBe(false)
  // What was to be written again of the stop brings nothing back.
  await expect.poll(() => running.deps.stopRequests.find(stopped.id)?.retrying).toBe(false)
  expect(await statusOf(stopped.id)).toBe('lifted')
})
