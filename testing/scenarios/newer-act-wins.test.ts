/** Found by review: what a lost reply, a retry or a restart must not bring back. Each failed before it was mended. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { invoke } from '@/lib/services/service'
import { endStop } from '@/lib/services/stops/end-stop'
import { liveHolds } from '@/lib/store/holds'
import { findOperation, moveOperation } from '@/lib/store/operations'
import { consoleBehindFaults } from '../console/console-behind-faults'
import { waitForAnswers } from '../console/patient-calls'
import type { TestConsole } from '../console/test-console'
import type { FaultServer } from '../faults/fault-server'
import { gated, json, telling } from '../faults/faults'
import { createGate } from '../faults/gate'
import { applyThenLose, forward } from '../faults/proxy-faults'

const DEVICES = ['a', 'b', 'c']
const REVOKE = '/api/v1/devices/revoke'
const UNREVOKE = '/api/v1/devices/unrevoke'
const DISABLE = '/api/v1/org/disable'
const SINGLES_AT_ONCE = 8

let running: TestConsole
let faults: FaultServer
let close: () => Promise<void>
beforeEach(async () => {
  ;({ running, faults, close } = await consoleBehindFaults(DEVICES))
  waitForAnswers(running.org)
})
afterEach(() => close())

const allowed = async (id: string) => (await running.agent('validate', id)).allowed
const sentTo = (path: string) => faults.requests.filter((request) => request.path === path).length
const holdsOf = (id: string) => liveHolds(running.deps.store.db, running.org.row.id, [id])

it('a lost reply is no revoke of another person: the undo restores the device', async () => {
  const operator = await running.as('operator')
  faults.next(applyThenLose(running.authority.url))
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  expect(revoked.outcomes).toMatchObject({ done: 1 })
  expect((await holdsOf('a')).map((hold) => hold.kind)).toEqual(['operation'])
  await running.act(operator, { kind: 'restore', undoes: revoked.id })
  expect(await allowed('a')).toBe(true)
})

it('an undo gives back what its operation still holds, and nothing twice', async () => {
  const operator = await running.as('operator')
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  await running.act(operator, { kind: 'restore', undoes: revoked.id })
  await running.org.connection.client.revoke('a')
  await expect(running.start(operator, { kind: 'restore', undoes: revoked.id })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  expect(await allowed('a')).toBe(false)
})

it('a restore in flight does not swallow the hold of a newer stop by the same person', async () => {
  const ana = await running.as('operator')
  await running.act(ana, { kind: 'revoke', target: { ids: ['a'] } })
  const pass = forward(running.authority.url)
  const unrevokes = createGate()
  const revoked = createGate(Number.POSITIVE_INFINITY)
  faults.on(UNREVOKE, gated(unrevokes, pass))
  faults.on(REVOKE, telling(revoked, pass))
  const restore = await running.start(ana, { kind: 'restore', target: { ids: ['a'] } })
  await unrevokes.came()
  const stop = await running.start(ana, { kind: 'revoke', target: { ids: ['a'] } })
  // The stop went out beside the restore, which lands after it.
  await revoked.came()
  unrevokes.open()
  await running.ended(restore.id)
  await running.ended(stop.id)
  expect(await allowed('a')).toBe(false)
  expect((await holdsOf('a')).map((hold) => hold.operation_id)).toContain(stop.id)
})

it('a restart does not send a stop again that was undone before', async () => {
  const operator = await running.as('operator')
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  await running.act(operator, { kind: 'restore', undoes: revoked.id })
  // As a kill leaves it: under way, its item unanswered.
  running.rowsAreChanged()
  const { db } = running.deps.store
  await moveOperation(db, revoked.id, { phase: 'running', status: 'requested' })
  await db
    .updateTable('operation_items')
    .set({ outcome: 'pending', accepted_at: null })
    .where('operation_id', '=', revoked.id)
    .execute()
  await continueOperationsOnStartup(running.deps)
  await running.ended(revoked.id)
  expect(await allowed('a')).toBe(true)
})

it('a withdrawn stop stays withdrawn, and its try in flight does not bring it back', async () => {
  const operator = await running.as('operator')
  const notNow = json({ status: 'error' }, 503)
  faults.on(DISABLE, notNow)
  const queued = await running.start(operator, { kind: 'disable' })
  const tries = createGate()
  faults.on(DISABLE, gated(tries, notNow))
  await tries.came()
  const halted = running.halted()
  const ending = invoke(endStop, operator, { operation: queued.id, reason: 'not needed' })
  await halted
  faults.on(DISABLE, forward(running.authority.url))
  tries.open()
  await ending
  await running.deps.running.allEnded()
  expect((await findOperation(running.deps.store.db, queued.id))?.stop_status).toBe('withdrawn')
  // A sign of life would send whatever still waits.
  const sent = sentTo(DISABLE)
  await running.org.reader.readNow()
  await running.deps.running.allEnded()
  expect([sentTo(DISABLE), await allowed('a')]).toEqual([sent, true])
})

it('a broken-off restore sends no more single calls', async () => {
  const operator = await running.as('operator')
  const many = Array.from({ length: 60 }, (_, index) => `many:${index}`)
  for (const id of many) await running.agent('register', id)
  await running.org.reader.readNow()
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: many } })
  const pass = forward(running.authority.url)
  const answered = 16
  const singles = createGate(answered)
  const stopped = createGate(Number.POSITIVE_INFINITY)
  faults.on(`${UNREVOKE}_batch`, json({ status: 'error', error: 'not_found' }, 404))
  faults.on(UNREVOKE, gated(singles, pass))
  faults.on(REVOKE, telling(stopped, pass))
  const restore = await running.start(operator, { kind: 'restore', undoes: revoked.id, reason: 'x' })
  await singles.came(answered + SINGLES_AT_ONCE)
  const stop = await running.start(operator, { kind: 'revoke', target: { ids: many } })
  await stopped.came()
  singles.open()
  const ended = await running.ended(restore.id)
  expect(singles.count()).toBe(answered + SINGLES_AT_ONCE)
  expect(ended.outcomes.refused).toBe(many.length - answered - SINGLES_AT_ONCE)
  expect((await running.ended(stop.id)).stop?.status).toBe('accepted')
  const active = many.filter((id) => running.org.fleet.get(id)?.status === 'active')
  expect(active).toEqual([])
})

it('a resume whose answer came before that of a newer stop is no revoke of another person', async () => {
  const ana = await running.as('operator', { name: 'Ana' })
  const ben = await running.as('operator', { name: 'Ben' })
  await running.act(ana, { kind: 'revoke', target: { ids: ['a'] } })
  const pass = forward(running.authority.url)
  const unrevokes = createGate()
  const landed = createGate(Number.POSITIVE_INFINITY)
  const answers = createGate()
  faults.on(UNREVOKE, gated(unrevokes, pass))
  // The stop lands first, on a device that is still revoked; its answer is heard last.
  faults.on(REVOKE, (socket, request) => {
    const late = { destroyed: false, write: (bytes: Buffer) => void answers.pass().then(() => socket.write(bytes)) }
    return telling(landed, pass)(late as unknown as typeof socket, request)
  })
  const restore = await running.start(ana, { kind: 'restore', target: { ids: ['a'] } })
  await unrevokes.came()
  const stop = await running.start(ben, { kind: 'revoke', target: { ids: ['a'] } })
  await landed.came()
  unrevokes.open()
  await running.ended(restore.id)
  answers.open()
  await running.ended(stop.id)
  expect(await allowed('a')).toBe(false)
  expect((await holdsOf('a')).map((hold) => [hold.kind, hold.operation_id])).toEqual([['operation', stop.id]])
  faults.on(UNREVOKE, pass)
  await running.act(ben, { kind: 'restore', undoes: stop.id })
  expect(await allowed('a')).toBe(true)
})

it('a restore that worked though its answer never came releases what held the device', async () => {
  const operator = await running.as('operator')
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  faults.on(UNREVOKE, applyThenLose(running.authority.url))
  const undone = await running.act(operator, { kind: 'restore', undoes: revoked.id })
  expect(undone.outcomes).toMatchObject({ done: 1 })
  expect(await holdsOf('a')).toEqual([])
  await running.org.reader.readNow()
  expect(running.org.stops.contradicted()).toEqual([])
  expect((await findOperation(running.deps.store.db, revoked.id))?.stop_status).toBe('lifted')
})

it('a stop of which the reply was lost is in force over what was read back revoked', async () => {
  const operator = await running.as('operator')
  faults.on(REVOKE, applyThenLose(running.authority.url))
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['a'] } })
  expect(revoked).toMatchObject({ outcomes: { done: 1 }, stop: { status: 'accepted', counts: { waiting: 1 } } })
})

it('an enable takes no devices, and twice at once is one', async () => {
  const operator = await running.as('operator')
  await expect(running.start(operator, { kind: 'enable', target: { ids: ['a'] }, reason: 'x' })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  await running.act(operator, { kind: 'disable' })
  const id = crypto.randomUUID()
  const both = await Promise.all([1, 2].map(() => running.start(operator, { id, kind: 'enable', reason: 'x' })))
  expect(both.map((operation) => operation.id)).toEqual([id, id])
})
