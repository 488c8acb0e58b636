/** A rehearsal revokes one device and nothing else, is listed until it is taken back, and takes back nothing but itself. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listActivity } from '@/lib/services/audit/list-activity'
import type { Context } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { listRehearsals } from '@/lib/services/rehearsals/list-rehearsals'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { behindStore, rejects } from '../console/faulty-store'
import { type TestConsole, testConsole } from '../console/test-console'

const DEVICES = ['crewai:prod:tool:01', 'crewai:prod:tool:02', 'crewai:prod:tool:03']
const [A, B] = DEVICES as [string, string]

let running: TestConsole
let operator: Context
beforeEach(async () => {
  running = await testConsole({ devices: DEVICES })
  operator = await running.as('operator', { name: 'Ada' })
})
afterEach(() => running.close())

const rehearse = (context = operator, ids = [A]) =>
  running.act(context, { kind: 'revoke', target: { ids }, rehearsal: true })
const open = async () =>
  (await invoke(listRehearsals, await running.as('viewer'), {})).rehearsals.map(({ deviceId, by }) => [
    deviceId,
    by.name,
  ])
const allowed = async (id: string) => (await running.agent('validate', id)).allowed

it('is listed while it keeps its device stopped, and no longer when it is taken back', async () => {
  const { id } = await rehearse()
  expect(await allowed(A)).toBe(false)
  expect(await allowed(B)).toBe(true)
  expect(await open()).toEqual([[A, 'Ada']])
  await running.act(operator, { kind: 'restore', undoes: id })
  expect(await allowed(A)).toBe(true)
  expect(await open()).toEqual([])
})

it('is on the record as what it is, and a plain revoke is no rehearsal', async () => {
  await rehearse()
  await running.act(operator, { kind: 'revoke', target: { ids: [B] } })
  expect(await open()).toEqual([[A, 'Ada']])
  const { events } = await invoke(listActivity, operator, {})
  const requested = events.filter(({ kind }) => kind === 'operation.requested')
  expect(requested.map(({ data }) => (data as { rehearsal?: true }).rehearsal ?? false)).toEqual([false, true])
})

it('of a device that a person stops meanwhile: what is taken back is the rehearsal alone', async () => {
  const { id } = await rehearse()
  await running.act(await running.as('responder', { name: 'Grace' }), { kind: 'revoke', target: { ids: [A] } })
  await running.act(operator, { kind: 'restore', undoes: id })
  expect(await open()).toEqual([])
  expect(await allowed(A)).toBe(false)
})

it('is for who may end it again', async () => {
  await expect(rehearse(await running.as('responder'))).rejects.toMatchObject({ code: 'forbidden' })
  expect(await allowed(A)).toBe(true)
})

it('is of one device by its id, from now on', async () => {
  const selection = await invoke(createSelection, operator, { ids: [A] })
  const start = (input: object) =>
    invoke(startOperation, operator, { id: randomUUID(), kind: 'revoke', rehearsal: true, ...input })
  const endsAt = new Date(Date.now() + 3_600_000).toISOString()
  for (const input of [
    { target: { ids: [A, B] } },
    { target: { selector: 'instance:01' } },
    { target: { selectionId: selection.selectionId, digest: selection.digest } },
    { target: { ids: [A] }, startAt: endsAt },
    { target: { selector: 'instance:01' }, fence: { endsAt }, reason: 'x' },
    { kind: 'enable', reason: 'x' },
    { kind: 'disable', startAt: endsAt },
    { kind: 'restore', target: { ids: [A] } },
  ])
    await expect(start(input)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await Promise.all(DEVICES.map(allowed))).toEqual([true, true, true])
  expect(await open()).toEqual([])
})

it('is refused for a device that does not work now', async () => {
  await running.act(operator, { kind: 'revoke', target: { ids: [A] } })
  await running.org.reader.readNow()
  await expect(rehearse()).rejects.toMatchObject({ code: 'conflict' })
  await running.act(operator, { kind: 'disable' })
  await running.org.reader.readNow()
  await expect(rehearse(operator, [B])).rejects.toMatchObject({ code: 'conflict' })
})

it('is not begun without its record: a store that refuses leaves the agent working', async () => {
  const { context } = behindStore(operator, rejects)
  await expect(
    invoke(startOperation, context, { id: randomUUID(), kind: 'revoke', target: { ids: [A] }, rehearsal: true }),
  ).rejects.toThrow()
  expect(await allowed(A)).toBe(true)
})
