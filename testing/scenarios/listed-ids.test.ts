/** Whatever an authority lists is acted on exactly as listed, by every way in which a person can name it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StartOperation } from '@/lib/domain/command'
import { listedIdOfJson } from '@/lib/domain/ids/listed-id'
import { formatValue } from '@/lib/domain/selector/format-value'
import type { Context } from '@/lib/services/context'
import { getDevice, listDevices } from '@/lib/services/devices/device-services'
import { exportDevices } from '@/lib/services/devices/export-devices'
import { retryOperation } from '@/lib/services/operations/control-operation'
import { getOperation } from '@/lib/services/operations/operation-services'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { json } from '../faults/faults'
import { type OddAuthority, oddAuthority } from '../faults/odd-authority'

const PLAIN = ['bot', '5', 'null', 'crewai:prod:runner:01']
const ODD = [
  '" bot "',
  '"bot "',
  '"  "',
  '""',
  '"bot\\u0000"',
  '"bot\\r\\n"',
  '"\\ud800"',
  '"\\udc00"',
  '"json=5"',
  '5',
  '5.5',
  '5.0',
  '9007199254740992',
  '9007199254740993',
  '-0',
  '1e400',
  'null',
  'true',
  '{"a":"bot"}',
  '["bot"]',
  '"__proto__ "',
  '"a\\" \\\\b, c:\\u2028"',
  `"crewai:prod:runner:${'0'.repeat(300)}"`,
].map((listed) => listedIdOfJson(listed) as string)

let behind: ConsoleBehindFaults
let authority: OddAuthority
let operator: Context
beforeEach(async () => {
  behind = await consoleBehindFaults(PLAIN)
  authority = oddAuthority(behind.running.authority.url, ODD)
  behind.faults.always(authority.answer)
  operator = await behind.running.as('operator')
  await behind.running.org.reader.readNow()
})
afterEach(() => behind.close())

const act = (input: Omit<StartOperation, 'id'>) => behind.running.act(operator, input)

/** What is not active at the authority, of all that it lists. */
async function notActive(): Promise<string[]> {
  const { devices } = await behind.running.org.connection.client.listDevices()
  const active = new Set(devices.filter(({ status }) => status === 'active').map(({ deviceId }) => deviceId))
  return [...PLAIN, ...ODD].filter((id) => !active.has(id))
}

async function select(by: object) {
  const { selectionId, digest, count } = await invoke(createSelection, operator, by)
  expect(count).toBe(1)
  return { selectionId, digest }
}
const selectorOf = (id: string) => `id:${formatValue(id)}`

const WAYS: [string, (id: string) => Promise<StartOperation['target']>][] = [
  ['its id', async (id) => ({ ids: [id] })],
  ['a selection of its id', (id) => select({ ids: [id] })],
  ['a selector', async (id) => ({ selector: selectorOf(id) })],
  ['a selection by a selector', (id) => select({ selector: selectorOf(id) })],
]

describe.each(ODD)('%j', (id) => {
  it.each(WAYS)('is stopped by %s, and given back by an undo; no other device is', async (_, targetOf) => {
    const stopped = await act({ kind: 'revoke', target: await targetOf(id) })
    expect(stopped.outcomes).toMatchObject({ done: 1, failed: 0 })
    expect(await notActive()).toEqual([id])
    const undone = await act({ kind: 'restore', undoes: stopped.id })
    expect(undone.outcomes).toMatchObject({ done: 1, failed: 0 })
    expect(await notActive()).toEqual([])
  })

  it('is restored, forgotten, shown and written out', async () => {
    await act({ kind: 'revoke', target: { ids: [id] } })
    expect((await invoke(getDevice, operator, { id })).device).toMatchObject({ deviceId: id, status: 'revoked' })
    const page = await invoke(listDevices, operator, { q: selectorOf(id) })
    expect(page.rows.map(({ deviceId }) => deviceId)).toEqual([id])
    const { body } = await invoke(exportDevices, operator, { q: selectorOf(id), format: 'jsonl' })
    expect(JSON.parse(await new Response(body).text()).deviceId).toBe(id)
    expect((await act({ kind: 'restore', target: { ids: [id] } })).outcomes).toMatchObject({ done: 1 })
    expect(await notActive()).toEqual([])
    await act({ kind: 'remove', target: { ids: [id] }, reason: 'gone', typed: id })
    expect(await notActive()).toEqual([id])
  })
})

it('every one is counted, and all are stopped together, singly where a batch would not take them', async () => {
  const all = [...PLAIN, ...ODD]
  expect(behind.running.org.fleet.size).toBe(all.length)
  const stopped = await act({ kind: 'revoke', target: { selector: '' } })
  expect(stopped.outcomes).toMatchObject({ done: all.length })
  expect(await notActive()).toEqual(all)
  const back = await act({ kind: 'restore', undoes: stopped.id, reason: 'over' })
  expect(back.outcomes).toMatchObject({ done: all.length })
  expect(await notActive()).toEqual([])
})

it('an authority without an org stop: all are revoked instead, and exactly those come back', async () => {
  behind.faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
  await act({ kind: 'revoke', target: { ids: [ODD[0] as string] } })
  const { id } = await behind.running.start(operator, { kind: 'disable' })
  await behind.running.ended(id)
  expect(await notActive()).toEqual([...PLAIN, ...ODD])
  await act({ kind: 'enable', reason: 'over' })
  expect(await notActive()).toEqual([ODD[0]])
})

it('a fence by an id catches that id when it comes, and no other', async () => {
  const late = 'json="late\\n"'
  const fence = { endsAt: new Date(Date.now() + 3_600_000).toISOString() }
  await act({ kind: 'revoke', target: { selector: selectorOf(late) }, reason: 'not this one', fence })
  authority.add('late')
  authority.add(late)
  await behind.running.org.reader.readNow()
  await expect.poll(() => authority.statusOf(late)).toBe('revoked')
  expect(authority.statusOf('late')).toBe('active')
})

it('what failed is tried again on the same id', async () => {
  const id = ODD[0] as string
  behind.faults.on('/api/v1/devices/revoke', json({ status: 'error', error: 'no' }))
  const refused = await act({ kind: 'revoke', target: { ids: [id] } })
  expect(refused.outcomes).toMatchObject({ refused: 1 })
  behind.faults.on('/api/v1/devices/revoke', authority.answer)
  await invoke(retryOperation, operator, { operation: refused.id })
  expect((await behind.running.ended(refused.id)).outcomes).toMatchObject({ done: 1 })
  expect(await notActive()).toEqual([id])
})

describe('is refused with a reason', () => {
  const start = (input: object) =>
    behind.running.start(operator, { id: randomUUID(), ...input } as StartOperation).catch((error) => error.message)
  it.each([
    ['an id that no register keeps', { kind: 'register', target: { ids: [' bot '] } }, /white space at its ends/],
    ['one with control characters', { kind: 'register', target: { ids: ['a\nb'] } }, /cannot be registered/],
    ['one of 300 characters', { kind: 'register', target: { ids: ['a'.repeat(300)] } }, /1 to 256 characters/],
    ['one that reads like JSON', { kind: 'register', target: { ids: ['json=7'] } }, /cannot be registered/],
    ['a text that only looks like one of ours', { kind: 'revoke', target: { ids: ['json=x'] } }, /json=/],
    ['an id of 2,000 characters', { kind: 'revoke', target: { ids: ['a'.repeat(2_000)] } }, /1024 characters/],
    [
      'a removal that types another id',
      { kind: 'remove', target: { ids: [' bot '] }, reason: 'x', typed: 'bot' },
      /type/,
    ],
  ])('%s', async (_, input, reason) => {
    expect(await start(input)).toMatch(reason)
    expect(await notActive()).toEqual([])
  })
})

it('entries without an id are counted, and no screen says that all were denied', async () => {
  authority.nameless = 3
  await behind.running.org.reader.readNow()
  const page = await invoke(listDevices, operator, {})
  expect(page.reading.unusable).toBe(3)
  expect(page.fleetTotal).toBe(PLAIN.length + ODD.length)
  const fleet = await act({ kind: 'revoke', target: { selector: '' } })
  const some = await act({ kind: 'revoke', target: { selector: 'runner' } })
  const stopOf = async (id: string) => (await invoke(getOperation, operator, { operation: id })).operation.stop
  expect(await stopOf(fleet.id)).toMatchObject({ unusable: 3 })
  expect(await stopOf(some.id)).not.toHaveProperty('unusable')
})
