/** From what an agent logged to the decision, its device and the stop that was in force. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FoundDecisions } from '@/lib/domain/wire/decisions'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import type { Context } from '../context'
import { invoke } from '../service'
import { findDecisions } from './find-decisions'

const DEVICE = 'crewai:prod:a:1'
let running: TestConsole
let viewer: Context
beforeEach(async () => {
  running = await testConsole({ devices: [DEVICE, 'crewai:prod:b:1'] })
  viewer = await running.as('viewer')
})
afterEach(() => running.close())

type Offered = Extract<FoundDecisions, { offered: true }>
const find = async (input: { requestId?: string; deviceId?: string }) =>
  (await invoke(findDecisions, viewer, input)) as Offered
const validate = async (deviceId = DEVICE) =>
  (await running.agent('validate', deviceId)) as { request_id: string; code: string }

it('finds the decision of a request, also with white space and capitals of a log', async () => {
  const { request_id: requestId } = await validate()
  const found = await find({ requestId: ` ${requestId.toUpperCase()} ` })
  expect(found).toMatchObject({ offered: true, more: false, keptSince: expect.any(String) })
  expect(found.decisions).toMatchObject([
    { requestId, deviceId: DEVICE, allowed: true, code: 'ALLOW', device: { status: 'active' }, stops: [] },
  ])
  expect(found.decisions[0]?.agentKeyId).toMatch(/^key_/)
})

it('names the operation that held the device then, and that it was undone since', async () => {
  const admin = await running.as('admin')
  await validate()
  const revoke = await running.act(admin, { kind: 'revoke', target: { ids: [DEVICE] }, reason: 'loop' })
  await validate()
  await running.act(admin, { kind: 'restore', target: { ids: [DEVICE] }, undoes: revoke.id, reason: 'mended' })
  await validate()
  const { decisions } = await find({ deviceId: DEVICE })
  expect(decisions.map(({ code }) => code)).toEqual(['ALLOW', 'DEVICE_REVOKED', 'ALLOW'])
  expect(decisions.map(({ stops }) => stops.length)).toEqual([0, 1, 0])
  expect(decisions[1]?.stops).toMatchObject([
    { kind: 'operation', operationId: revoke.id, reason: 'loop', by: { name: admin.actor.name } },
  ])
  expect(decisions[1]?.stops[0]?.releasedAt).not.toBeNull()
})

it('names the stop of the whole org', async () => {
  const admin = await running.as('admin')
  const stop = await running.act(admin, { kind: 'disable', reason: 'runaway' })
  const { request_id: requestId } = await validate()
  expect((await find({ requestId })).decisions[0]).toMatchObject({
    code: 'ORG_DISABLED',
    stops: [{ kind: 'disable', operationId: stop.id, reason: 'runaway', releasedAt: null }],
  })
})

it('says that a device is not registered, and finds nothing of a request that never was', async () => {
  await validate('typo')
  expect((await find({ deviceId: 'typo' })).decisions).toMatchObject([
    { code: 'DEVICE_NOT_REGISTERED', device: null, stops: [] },
  ])
  expect((await find({ requestId: randomUUID() })).decisions).toEqual([])
})

it.each([
  {},
  { requestId: 'x' },
  { requestId: randomUUID(), deviceId: 'a' },
  { deviceId: '' },
  { requestId: 'a'.repeat(1_000_000) },
])('refuses %j', async (input) => {
  await expect(find(input)).rejects.toMatchObject({ code: 'invalid-input' })
})
