import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import {
  cancelOperation,
  continueOperation,
  pauseOperation,
  retryOperation,
} from '@/lib/services/operations/control-operation'
import { invoke } from '@/lib/services/service'
import { liveHolds } from '@/lib/store/holds'
import { findOperation, listOpenOperations, moveOperation } from '@/lib/store/operations'
import { consoleBehindFaults } from '../console/console-behind-faults'
import { waitForAnswers } from '../console/patient-calls'
import type { TestConsole } from '../console/test-console'
import type { FaultServer } from '../faults/fault-server'
import { type Fault, gated, json } from '../faults/faults'
import { createGate, type Gate } from '../faults/gate'

const DEVICES = Array.from({ length: 40 }, (_, index) => `crewai:prod:runner:${String(index + 1).padStart(2, '0')}`)
const BATCH = '/api/v1/devices/unrevoke_batch'

let running: TestConsole
let faults: FaultServer
let operator: Context
let pass: Fault
let close: () => Promise<void>
beforeEach(async () => {
  ;({ running, faults, pass, close } = await consoleBehindFaults(DEVICES))
  waitForAnswers(running.org)
  operator = await running.as('operator')
})
afterEach(() => close())

/** An authority without batches, which answers some single calls and holds the others up. */
let singles: Gate
const ANSWERED = 4
const OUT = ANSWERED + 8
function singleCalls(path: 'revoke' | 'unrevoke'): void {
  singles = createGate(ANSWERED)
  faults.on(`/api/v1/devices/${path}_batch`, json({ status: 'error' }, 404))
  faults.on(`/api/v1/devices/${path}`, gated(singles, pass))
}

const act = (service: typeof pauseOperation, { id }: { id: string }, by = operator): Promise<Operation> =>
  invoke(service, by, { operation: id, reason: 'looked into it' })
const callsOf = (path: string) => faults.requests.filter((request) => request.path === path).length
const revokeAll = () => running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })
const allowedOf = async (id: string) => (await running.agent('validate', id)).allowed
const stateOf = async (id: string) =>
  (await running.org.connection.client.listDevices()).devices.find((d) => d.deviceId === id)?.status

async function startRestore(): Promise<Operation> {
  const revoked = await revokeAll()
  return running.start(operator, { kind: 'restore', undoes: revoked.id, reason: 'all clear' })
}

/** Pauses or cancels while calls are out: they are answered once nothing more is to be sent. */
async function holdUp(service: typeof pauseOperation, operation: Operation, by = operator): Promise<Operation> {
  await singles.came(OUT)
  const halted = running.halted()
  const acting = act(service, operation, by)
  await Promise.race([halted, acting])
  singles.open()
  return acting
}

describe('pause and continue', () => {
  it('sends nothing more while it is paused, and the rest afterwards', async () => {
    singleCalls('unrevoke')
    const restore = await startRestore()
    const paused = await holdUp(pauseOperation, restore, await running.as('responder'))
    expect(paused.state).toBe('paused')
    await running.deps.running.allEnded()
    await running.org.reader.readNow()
    expect(callsOf('/api/v1/devices/unrevoke')).toBe(OUT)
    await act(continueOperation, restore)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length })
    expect(callsOf('/api/v1/devices/unrevoke')).toBe(DEVICES.length)
  })

  it('asks for more to hold up a stop than to hold up a resume, and for a recent sign-in to go on with a resume', async () => {
    singleCalls('unrevoke')
    const restore = await startRestore()
    await holdUp(pauseOperation, restore)
    await expect(act(continueOperation, restore, await running.as('responder'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    const tired = await running.as('operator', { signedInMsAgo: 3_600_000 })
    await expect(act(continueOperation, restore, tired)).rejects.toMatchObject({ code: 'forbidden' })
    await act(cancelOperation, restore)
    await running.ended(restore.id)
    singleCalls('revoke')
    const stop = await running.start(operator, { kind: 'revoke', target: { ids: DEVICES } })
    await singles.came(OUT)
    await expect(act(pauseOperation, stop, await running.as('responder'))).rejects.toMatchObject({ code: 'forbidden' })
    singles.open()
    expect((await running.ended(stop.id)).stop?.status).toBe('accepted')
  })

  it('gives up its own hold on what another person stopped meanwhile', async () => {
    singleCalls('unrevoke')
    const restore = await startRestore()
    await holdUp(pauseOperation, restore)
    const last = DEVICES.at(-1) as string
    const ben = await running.as('operator', { name: 'Ben' })
    const stop = await running.act(ben, { kind: 'revoke', target: { ids: [last] } })
    await act(continueOperation, restore)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length - 1, skipped: 1 })
    const held = await liveHolds(running.deps.store.db, running.org.row.id, [last])
    expect(held.map((hold) => hold.operation_id)).toEqual([stop.id])
    await running.act(ben, { kind: 'restore', undoes: stop.id })
    expect(await allowedOf(last)).toBe(true)
  })

  it('calls nothing twice that the reading shows as done', async () => {
    const revoked = await revokeAll()
    const [first] = DEVICES as [string]
    const restore = await running.act(operator, { kind: 'restore', undoes: revoked.id, reason: 'all clear' })
    // As a console that was killed leaves it: the calls were answered, the answers not written down.
    running.rowsAreChanged()
    await running.deps.store.db
      .updateTable('operation_items')
      .set({ outcome: 'pending', accepted_at: null })
      .where('operation_id', '=', restore.id)
      .execute()
    await moveOperation(running.deps.store.db, restore.id, { phase: 'running' })
    await running.org.connection.client.revoke(first)
    await continueOperationsOnStartup(running.deps)
    expect((await running.ended(restore.id)).state).toBe('interrupted')
    const batches = callsOf(BATCH)
    await act(continueOperation, restore)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: DEVICES.length })
    expect(callsOf(BATCH)).toBe(batches)
    expect(callsOf('/api/v1/devices/unrevoke')).toBe(1)
    expect(await allowedOf(first)).toBe(true)
  })
})

describe('cancel', () => {
  it('ends with what was sent done and the rest as it was', async () => {
    singleCalls('unrevoke')
    const restore = await startRestore()
    await holdUp(cancelOperation, restore, await running.as('responder'))
    const { outcomes } = await running.ended(restore.id)
    expect(outcomes.done).toBe(callsOf('/api/v1/devices/unrevoke'))
    expect(outcomes.skipped).toBe(DEVICES.length - outcomes.done)
    const held = await liveHolds(running.deps.store.db, running.org.row.id, DEVICES)
    expect(held).toHaveLength(outcomes.skipped)
  })

  it('releases the holds of a stop on what it did not reach', async () => {
    singleCalls('revoke')
    const stop = await running.start(operator, { kind: 'revoke', target: { ids: DEVICES } })
    await holdUp(cancelOperation, stop)
    const { outcomes } = await running.ended(stop.id)
    expect(outcomes.skipped).toBe(DEVICES.length - OUT)
    const held = await liveHolds(running.deps.store.db, running.org.row.id, DEVICES)
    expect(held).toHaveLength(outcomes.done)
  })

  it('goes on being cancelled after a restart', async () => {
    singleCalls('unrevoke')
    const restore = await startRestore()
    await holdUp(pauseOperation, restore)
    await moveOperation(running.deps.store.db, restore.id, { phase: 'cancelling' })
    const sent = callsOf('/api/v1/devices/unrevoke')
    await continueOperationsOnStartup(running.deps)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: sent, skipped: DEVICES.length - sent })
  })
})

it('a resume of the whole org that a kill cut off is over, and says that its outcome is not known', async () => {
  await running.act(operator, { kind: 'disable' })
  const resume = await running.act(operator, { kind: 'enable', reason: 'all clear' })
  const cutOff = { phase: 'running', acceptedAt: null, finishedAt: null } as const
  await moveOperation(running.deps.store.db, resume.id, cutOff)
  await continueOperationsOnStartup(running.deps)
  const over = await running.ended(resume.id)
  expect(over).toMatchObject({ state: 'finished', acceptedAt: null, error: { code: 'interrupted' } })
  expect((await listOpenOperations(running.deps.store.db)).map((row) => row.id)).not.toContain(resume.id)
})

describe('retry', () => {
  it('calls only what failed, and holds it again', async () => {
    const [refused] = DEVICES as [string]
    faults.on('/api/v1/devices/revoke', json({ status: 'error', code: 'PROTECTED' }, 409))
    const stop = await running.act(operator, { kind: 'revoke', target: { ids: [refused] } })
    expect(stop.outcomes).toMatchObject({ refused: 1 })
    expect(await liveHolds(running.deps.store.db, running.org.row.id, [refused])).toEqual([])
    faults.on('/api/v1/devices/revoke', pass)
    await act(retryOperation, stop)
    const again = await running.ended(stop.id)
    expect(again.outcomes).toMatchObject({ done: 1, refused: 0 })
    expect(again.stop?.status).toBe('accepted')
    expect(await stateOf(refused)).toBe('revoked')
    const held = await liveHolds(running.deps.store.db, running.org.row.id, [refused])
    expect(held.map((hold) => hold.operation_id)).toEqual([stop.id])
    await expect(act(retryOperation, stop)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('an authority that asks to be called less often, or falls silent', () => {
  it('is called again after the pause it asked for', async () => {
    const later = json({ status: 'error' }, 429, { 'retry-after': '1' })
    faults.on('/api/v1/devices/revoke', later)
    const stop = await running.start(operator, { kind: 'revoke', target: { ids: DEVICES.slice(0, 1) } })
    await expect.poll(() => callsOf('/api/v1/devices/revoke')).toBeGreaterThan(2)
    faults.on('/api/v1/devices/revoke', pass)
    expect((await running.ended(stop.id)).outcomes).toMatchObject({ done: 1 })
  })

  it('makes a resume wait for a person, and never a stop', async () => {
    const many = Array.from({ length: 4_100 }, (_, index) => `crewai:prod:worker:${index}`)
    for (let from = 0; from < many.length; from += 100)
      await Promise.all(many.slice(from, from + 100).map((id) => running.agent('register', id)))
    await running.org.reader.readNow()
    const revoke = { kind: 'revoke', target: { selector: 'role:worker' } } as const
    const revoked = await running.act(operator, revoke)
    faults.on(BATCH, json({ status: 'error' }, 500))
    const restore = await running.act(operator, { kind: 'restore', undoes: revoked.id, reason: 'all clear' })
    expect(restore).toMatchObject({ state: 'paused', error: { code: 'upstream-unavailable' } })
    const sent = faults.requests.filter((request) => request.path === BATCH).map((request) => request.body)
    expect(new Set(sent).size).toBeLessThan(9)
    faults.on(BATCH, pass)
    await act(continueOperation, restore)
    expect((await running.ended(restore.id)).outcomes).toMatchObject({ done: many.length })
    faults.on('/api/v1/devices/revoke_batch', json({ status: 'error' }, 500))
    const stop = await running.start(operator, revoke)
    const status = async () => (await findOperation(running.deps.store.reads, stop.id))?.stop_status
    await expect.poll(status).toBe('unknown')
    faults.on('/api/v1/devices/revoke_batch', pass)
    expect(await running.ended(stop.id)).toMatchObject({ state: 'finished', outcomes: { done: many.length } })
  })
})
