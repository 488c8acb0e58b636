/** Operations end to end against a real authority: what was done, what was held, what was undone. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { startOperation } from '@/lib/services/operations/start-operation'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { acknowledge } from '@/lib/services/stops/acknowledge-alarms'
import { endStop } from '@/lib/services/stops/end-stop'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHolds } from '@/lib/store/holds'
import { listItems } from '@/lib/store/operation-items'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = [
  'crewai:prod:runner:01',
  'crewai:prod:runner:02',
  'crewai:prod:tool-runner:01',
  'crewai:dev:planner:01',
  'odd one',
]
const [A, B, C] = DEVICES as [string, string, string, string, string]

let running: TestConsole
afterEach(() => running.close())

const statusOf = (id: string) => running.org.fleet.get(id)?.status

describe('revoke and undo', () => {
  it('revokes by selection, confirms by a later denial, and undo restores exactly those', async () => {
    running = await testConsole({ devices: DEVICES })
    const operator = await running.as('operator')
    const selection = await invoke(createSelection, operator, { selector: 'env:prod' })
    expect(selection).toMatchObject({ count: 3, active: 3, revoked: 0, wholeFleet: false })
    const { selectionId, digest } = selection
    const revoked = await running.act(operator, { kind: 'revoke', target: { selectionId, digest } })
    expect(revoked).toMatchObject({
      state: 'finished',
      outcomes: { done: 3, failed: 0, pending: 0 },
      stop: { status: 'accepted', counts: { waiting: 3, confirmed: 0 } },
    })
    expect(await running.agent('validate', A)).toMatchObject({ allowed: false, code: 'DEVICE_REVOKED' })
    expect(await running.agent('validate', 'crewai:dev:planner:01')).toMatchObject({ allowed: true })
    await running.org.reader.readNow()
    expect(running.org.stops.counts(revoked.id)).toEqual({ confirmed: 1, waiting: 2, asked: 0, contradicted: 0 })
    const undone = await running.act(operator, { kind: 'restore', undoes: revoked.id, reason: 'false alarm' })
    expect(undone.outcomes).toMatchObject({ done: 3 })
    expect(DEVICES.map(statusOf)).toEqual(DEVICES.map(() => 'active'))
    expect((await running.ended(revoked.id)).stop?.status).toBe('lifted')
    expect(await liveHolds(running.deps.store.db, running.org.row.id, DEVICES)).toEqual([])
  })

  it('leaves stopped what another person stopped, and says who', async () => {
    running = await testConsole({ devices: DEVICES })
    const ana = await running.as('operator', { name: 'Ana' })
    const ben = await running.as('operator', { name: 'Ben' })
    const first = await running.act(ana, { kind: 'revoke', target: { ids: [A, B] } })
    const second = await running.act(ben, { kind: 'revoke', target: { ids: [B, C] } })
    expect(second.outcomes).toMatchObject({ done: 1, skipped: 1 })
    const undone = await running.act(ana, { kind: 'restore', undoes: first.id, reason: 'mine only' })
    expect(undone.outcomes).toMatchObject({ done: 1, skipped: 1 })
    expect([A, B, C].map(statusOf)).toEqual(['active', 'revoked', 'revoked'])
    const held = (await listItems(running.deps.store.db, undone.id)).find((item) => item.device_id === B)
    expect(held).toMatchObject({ code: 'held', message: expect.stringContaining('Ben') })
    await running.act(ben, { kind: 'restore', undoes: second.id, reason: 'done' })
    expect([A, B, C].map(statusOf)).toEqual(['active', 'active', 'active'])
  })

  it('is lifted when others hold all that it held', async () => {
    running = await testConsole({ devices: DEVICES })
    const ana = await running.as('operator', { name: 'Ana' })
    const first = await running.act(ana, { kind: 'revoke', target: { ids: [A] } })
    await running.act(await running.as('operator', { name: 'Ben' }), { kind: 'revoke', target: { ids: [A] } })
    await running.act(ana, { kind: 'restore', undoes: first.id })
    expect((await running.ended(first.id)).stop?.status).toBe('lifted')
    expect(statusOf(A)).toBe('revoked')
  })

  it('keeps revoked what was revoked outside the console', async () => {
    running = await testConsole({ devices: DEVICES })
    await running.org.connection.client.revoke(A)
    const operator = await running.as('operator')
    const revoked = await running.act(operator, { kind: 'revoke', target: { ids: [A, B] } })
    expect(revoked.outcomes).toMatchObject({ done: 1, skipped: 1 })
    await running.act(operator, { kind: 'restore', undoes: revoked.id, reason: 'undo' })
    expect([A, B].map(statusOf)).toEqual(['revoked', 'active'])
  })

  it('refuses a restore over another hold, unless the review named it', async () => {
    running = await testConsole({ devices: DEVICES })
    const ana = await running.as('operator', { name: 'Ana' })
    const ben = await running.as('operator', { name: 'Ben' })
    const revoked = await running.act(ana, { kind: 'revoke', target: { ids: [A] } })
    const refused = await running.act(ben, { kind: 'restore', target: { ids: [A] }, reason: 'fixed' })
    expect(refused.outcomes).toMatchObject({ refused: 1 })
    expect(statusOf(A)).toBe('revoked')
    const named = await running.act(ben, {
      kind: 'restore',
      target: { ids: [A] },
      releases: [revoked.id],
      reason: 'fixed',
    })
    expect(named.outcomes).toMatchObject({ done: 1 })
    expect(statusOf(A)).toBe('active')
  })
})

describe('the same press twice', () => {
  it('is one operation; the same id with another body is a conflict', async () => {
    running = await testConsole({ devices: DEVICES })
    const operator = await running.as('operator')
    const id = randomUUID()
    const [one, two] = await Promise.all([
      running.start(operator, { id, kind: 'revoke', target: { ids: [A] } }),
      running.start(operator, { id, kind: 'revoke', target: { ids: [A] } }),
    ])
    expect(one.id).toBe(two.id)
    await running.ended(id)
    await expect(running.start(operator, { id, kind: 'revoke', target: { ids: [B] } })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(statusOf(B)).toBe('active')
  })
})

describe('what each act asks', () => {
  it('lets a responder stop but not resume, but for their own single revoke within 10 s', async () => {
    running = await testConsole({ devices: DEVICES })
    const responder = await running.as('responder')
    const single = await running.act(responder, { kind: 'revoke', target: { ids: [A] } })
    await expect(running.start(responder, { kind: 'restore', target: { ids: [A] } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const undone = await running.act(responder, { kind: 'restore', undoes: single.id })
    expect(undone.outcomes).toMatchObject({ done: 1 })
    const many = await running.act(responder, { kind: 'revoke', target: { ids: [A, B] } })
    await expect(running.start(responder, { kind: 'restore', undoes: many.id, reason: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const denials = await listEvents(running.deps.store.db, {
      orgIds: [running.org.row.id],
      kinds: ['access.denied'],
      limit: 10,
    })
    expect(denials).toHaveLength(2)
  })

  it('asks a reason and a recent sign-in for a restore of many, and typing for a removal', async () => {
    running = await testConsole({ devices: DEVICES })
    const operator = await running.as('operator')
    const late = await running.as('operator', { signedInMsAgo: 11 * 60_000 })
    await running.act(operator, { kind: 'revoke', target: { ids: [A, B] } })
    await expect(running.start(operator, { kind: 'restore', target: { ids: [A, B] } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(running.start(late, { kind: 'restore', target: { ids: [A, B] }, reason: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      running.start(operator, { kind: 'remove', target: { ids: [A] }, reason: 'x', typed: 'no' }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    const removed = await running.act(operator, { kind: 'remove', target: { ids: [A] }, reason: 'x', typed: A })
    expect(removed.outcomes).toMatchObject({ done: 1 })
    expect(statusOf(A)).toBeUndefined()
  })

  it('refuses a viewer everything that changes, and shows no person an org that is not theirs', async () => {
    running = await testConsole({ devices: DEVICES })
    const viewer = await running.as('viewer')
    await expect(invoke(startOperation, viewer, { id: randomUUID(), kind: 'disable' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const stranger = { ...viewer, actor: { ...viewer.actor, roles: new Map() } }
    await expect(invoke(startOperation, stranger, { id: randomUUID(), kind: 'disable' })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await running.agent('validate', A)).toMatchObject({ allowed: true })
  })
})

describe('the whole org', () => {
  it('stops, confirms per device, resumes with a reason, and restores no device that was revoked', async () => {
    running = await testConsole({ devices: DEVICES })
    const operator = await running.as('operator')
    await running.act(operator, { kind: 'revoke', target: { ids: [C] } })
    const stopped = await running.act(operator, { kind: 'disable' })
    expect(stopped).toMatchObject({ state: 'finished', stop: { status: 'accepted', counts: { waiting: 4 } } })
    expect(await running.agent('validate', A)).toMatchObject({ allowed: false, code: 'ORG_DISABLED' })
    await running.org.reader.readNow()
    expect(running.org.stops.counts(stopped.id)).toMatchObject({ confirmed: 1, waiting: 3 })
    await expect(running.start(operator, { kind: 'enable' })).rejects.toMatchObject({ code: 'invalid-input' })
    await running.act(operator, { kind: 'enable', reason: 'all clear' })
    expect(await running.agent('validate', A)).toMatchObject({ allowed: true })
    expect(await running.agent('validate', C)).toMatchObject({ allowed: false, code: 'DEVICE_REVOKED' })
    expect((await running.ended(stopped.id)).stop?.status).toBe('lifted')
  })

  it('sends the stop although the store cannot be written, and keeps the event in the sink', async () => {
    running = await testConsole({ devices: DEVICES })
    const responder = await running.as('responder')
    const fullDisk = { execute: () => Promise.reject(new Error('disk full')) }
    const db = new Proxy(running.deps.store.db, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name === 'transaction') return () => fullDisk
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const broken = { ...running.deps, store: { ...running.deps.store, db } }
    const operation = await invoke(
      startOperation,
      { ...responder, deps: broken },
      { id: randomUUID(), kind: 'disable' },
    )
    expect(operation.stop?.status).toBe('accepted')
    expect(await running.agent('validate', A)).toMatchObject({ allowed: false })
    expect(running.sink).toContainEqual(expect.objectContaining({ kind: 'operation.requested' }))
  })
})

it('reports a device that is active again without an act of ours', async () => {
  running = await testConsole({ devices: DEVICES })
  const operator = await running.as('operator')
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: [A, B] } })
  await running.org.connection.client.unrevoke(A)
  await running.org.reader.readNow()
  expect(running.org.stops.contradicted()).toEqual([{ operationId: revoked.id, deviceId: A }])
  expect(running.org.stops.stateOf(A)).toBe('contradicted')
  const state = () => invoke(getOrgState, operator, {})
  await expect.poll(async () => (await state()).alarms.contradicted).toBe(1)
  await running.org.reader.readNow()
  const seen = (await state()).alarms.newestAt as string
  expect(await invoke(acknowledge, operator, { until: seen })).toEqual({ acknowledged: 1 })
  await running.org.reader.readNow()
  expect((await state()).alarms).toEqual({
    contradicted: 0,
    liftedElsewhere: 0,
    refusedStops: 0,
    twinChanged: 0,
    newestAt: null,
  })
})

it('reports an org that was enabled outside this console, and ends that stop', async () => {
  running = await testConsole({ devices: DEVICES })
  const operator = await running.as('operator')
  const stopped = await running.act(operator, { kind: 'disable' })
  await running.org.reader.readNow()
  expect((await running.ended(stopped.id)).stop?.status).toBe('accepted')
  await running.org.connection.client.orgEnable()
  await running.org.reader.readNow()
  await expect.poll(async () => (await running.ended(stopped.id)).stop?.status).toBe('lifted-elsewhere')
  expect((await invoke(getOrgState, operator, {})).alarms).toMatchObject({ contradicted: 0, liftedElsewhere: 1 })
})

it('closes a stop that holds, and withdraws one that was never in force', async () => {
  running = await testConsole({ devices: DEVICES })
  const operator = await running.as('operator')
  const revoked = await running.act(operator, { kind: 'revoke', target: { ids: [A] } })
  expect((await invoke(endStop, operator, { operation: revoked.id })).stop?.status).toBe('closed')
  expect(running.org.stops.inForce()).toBe(false)
  expect(await liveHolds(running.deps.store.db, running.org.row.id, [A])).toHaveLength(1)
  await expect(invoke(endStop, operator, { operation: revoked.id })).rejects.toMatchObject({ code: 'conflict' })
  await expect(invoke(endStop, await running.as('responder'), { operation: revoked.id })).rejects.toMatchObject({
    code: 'forbidden',
  })
})
