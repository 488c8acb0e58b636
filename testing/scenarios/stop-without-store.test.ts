/** A stop never waits for the store: it hangs, refuses or is late, and the stop is in force and kept all the same. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import type { Context } from '@/lib/services/context'
import { getOperation } from '@/lib/services/operations/operation-services'
import { startOperation } from '@/lib/services/operations/start-operation'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'
import { stopOrg } from '@/lib/services/stops/stop-org'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHoldsOf } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import { consoleBehindFaults } from '../console/console-behind-faults'
import { type Behaviour, behindStore, hangs, rejects } from '../console/faulty-store'
import type { TestConsole } from '../console/test-console'
import type { FaultServer } from '../faults/fault-server'
import { json } from '../faults/faults'
import { createGate } from '../faults/gate'
import { applyThenLose, forward } from '../faults/proxy-faults'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
/** The store's share of a press and the authority's, with room for a busy machine. */
const IN_TIME_MS = 1_500

let running: TestConsole
let faults: FaultServer
let close: () => Promise<void>
beforeEach(async () => {
  ;({ running, faults, close } = await consoleBehindFaults(DEVICES))
})
afterEach(() => close())

const behind = async (behaviour: Behaviour) => behindStore(await running.as('responder'), behaviour)

const isStopped = async () => (await running.agent('validate', DEVICES[0] as string)).allowed === false
const kinds = () => running.sink.map((line) => line.kind)
const eventsOf = async (operationId: string) => {
  const events = await listEvents(running.deps.store.db, { orgIds: [running.org.row.id], operationId, limit: 50 })
  return events.map((event) => event.kind).sort()
}
const press = async (context: Context, id: string = randomUUID()) => (await invoke(stopOrg, context, { id })).operation
const inTime = async (pressing: Promise<unknown>) => (await withTimeout(pressing, IN_TIME_MS)) !== TIMED_OUT

describe('what every screen shows of a stop', () => {
  it('that the store refuses: it is the org’s, with where its record is, until the store has it', async () => {
    const { context, heal } = await behind(rejects)
    const { id, stop } = await press(context)
    expect(stop).toMatchObject({ status: 'accepted', recorded: 'sink' })
    const state = () => invoke(getOrgState, context, {})
    expect((await state()).orgStop).toMatchObject({ operationId: id, status: 'accepted', recorded: 'sink' })
    expect((await invoke(getOperation, context, { operation: id })).operation.stop?.recorded).toBe('sink')
    heal()
    await expect.poll(async () => (await state()).orgStop?.recorded).toBeUndefined()
    expect((await state()).orgStop?.operationId).toBe(id)
  })

  it('that neither the store nor the emergency file takes: not recorded, and in force', async () => {
    const { context } = await behind(rejects)
    const journal = { write: () => 'stderr' as const }
    const nowhere = { ...context, deps: { ...context.deps, journal } }
    const { stop } = await press(nowhere)
    expect(stop).toMatchObject({ status: 'accepted', recorded: 'nowhere' })
    expect(await isStopped()).toBe(true)
  })

  it('that waits: the time of its next try, and none once it is in force', async () => {
    const responder = await running.as('responder')
    faults.on('/api/v1/org/disable', json({ status: 'error' }, 503))
    const { id, stop } = await press(responder)
    expect(stop?.status).toBe('queued')
    expect(Date.parse(stop?.nextTryAt ?? '')).toBeGreaterThan(Date.now() - 2_000)
    expect((await invoke(getOrgState, responder, {})).orgStop?.nextTryAt).toBeDefined()
    faults.on('/api/v1/org/disable', forward(running.authority.url))
    const shown = async () => (await invoke(getOperation, responder, { operation: id })).operation.stop
    await expect.poll(async () => (await shown())?.status).toBe('accepted')
    expect(await shown()).not.toHaveProperty('nextTryAt')
    expect(await shown()).not.toHaveProperty('recorded')
  })

  it('of devices that the store refuses is no stop of the whole org', async () => {
    const { context } = await behind(rejects)
    const id = randomUUID()
    await invoke(startOperation, context, { id, kind: 'revoke', target: { ids: [DEVICES[0] as string] } })
    expect(running.deps.stopRequests.find(id)?.recorded).toBe('sink')
    expect((await invoke(getOrgState, context, {})).orgStop).toBeNull()
  })
})

describe('a press', () => {
  it.each([
    ['hangs', hangs],
    ['refuses', rejects],
  ])('is in force though the store %s, and in the sink before it is sent', async (_, behaviour) => {
    const { context } = await behind(behaviour)
    const pass = forward(running.authority.url)
    let linesWhenSent = -1
    faults.on('/api/v1/org/disable', (socket, request) => {
      linesWhenSent = running.sink.length
      return pass(socket, request)
    })
    const id = randomUUID()
    const pressing = press(context, id)
    expect(await inTime(pressing)).toBe(true)
    expect((await pressing).stop?.status).toBe('accepted')
    expect(await isStopped()).toBe(true)
    expect(linesWhenSent).toBeGreaterThan(0)
    expect(kinds()).toEqual(expect.arrayContaining(['operation.requested', 'operation.accepted']))
    expect(running.deps.stopRequests.find(id)?.recorded).toBe('sink')
  })

  it('is recorded once when the store comes late', async () => {
    const store = createGate()
    const { context } = await behind((real) => store.pass().then(real))
    const { id } = await press(context)
    expect(await findOperation(running.deps.store.db, id)).toBeUndefined()
    store.open()
    await expect.poll(async () => (await findOperation(running.deps.store.db, id))?.stop_status).toBe('accepted')
    await expect.poll(() => eventsOf(id)).toEqual(['operation.accepted', 'operation.requested'])
    expect(kinds()).toContain('stop.recorded')
    expect(running.deps.stopRequests.find(id)?.recorded).toBe('store')
  })

  it('reaches a store that can be written again, by itself and once', async () => {
    const { context, heal } = await behind(rejects)
    const { id } = await press(context)
    heal()
    await expect.poll(async () => (await findOperation(running.deps.store.db, id))?.stop_status).toBe('accepted')
    expect(await eventsOf(id)).toEqual(['operation.accepted', 'operation.requested'])
  })

  it('twice, at the same time and later, is one stop', async () => {
    const { context } = await behind(hangs)
    const id = randomUUID()
    const both = await Promise.all([press(context, id), press(context, id)])
    expect((await press(context, id)).id).toBe(both[0].id)
    expect(faults.requests.filter(({ path }) => path.endsWith('/org/disable'))).toHaveLength(1)
    await expect(invoke(stopOrg, await running.as('responder'), { id })).resolves.toMatchObject({ operation: { id } })
  })

  it('that waited for the store would be caught', async () => {
    const { context } = await behind(hangs)
    const brokenTwin = context.deps.store.db
      .transaction()
      .execute(async () => undefined)
      .then(() => press(context))
    expect(await inTime(brokenTwin)).toBe(false)
    expect(await isStopped()).toBe(false)
  })
})

it('without org disable and without a store every device in memory is revoked, and the store gets items and holds later', async () => {
  faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
  const { context, heal } = await behind(rejects)
  const { id, total, stop } = await press(context)
  expect({ total, status: stop?.status, waiting: stop?.counts.waiting }).toEqual({
    total: 2,
    status: 'accepted',
    waiting: 2,
  })
  expect(await isStopped()).toBe(true)
  expect(running.sink).toContainEqual(expect.objectContaining({ kind: 'stop.devices', devices: DEVICES }))
  heal()
  await expect.poll(async () => (await liveHoldsOf(running.deps.store.db, id)).length).toBe(2)
  expect((await listItems(running.deps.store.db, id)).map((item) => item.outcome)).toEqual(['done', 'done'])
  const operator = await running.as('operator')
  await running.act(operator, { kind: 'enable', reason: 'the disk has room again' })
  expect(await isStopped()).toBe(false)
})

it('an answer that is lost again and again is found out by reading', async () => {
  faults.on('/api/v1/org/disable', applyThenLose(running.authority.url))
  const pressed = await press(await running.as('responder'))
  expect(pressed.stop?.status).toBe('unknown')
  await expect.poll(async () => (await findOperation(running.deps.store.db, pressed.id))?.stop_status).toBe('accepted')
  expect(faults.requests.filter(({ path }) => path.endsWith('/org/disable'))).toHaveLength(1)
})

it('reading an org that runs says nothing: the stop is sent again', async () => {
  faults.next((socket) => void socket.destroy())
  const pressed = await press(await running.as('responder'))
  expect(pressed.stop?.status).not.toBe('accepted')
  await expect.poll(isStopped).toBe(true)
})
