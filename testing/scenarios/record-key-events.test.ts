/** The authority's own account of keys comes into the record: each event once, none left out, what is lost said. */
import { afterEach, describe, expect, it } from 'vitest'
import { keyEventGroups, type RecordedKeyEvent } from '@/lib/background/key-event-groups'
import { recordKeyEvents } from '@/lib/background/record-key-events'
import { keyEventMark } from '@/lib/store/device-keys/key-event-marks'
import { apiOf } from '@/testing/authority/api'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { startFaultServer } from '@/testing/faults/fault-server'
import { json } from '@/testing/faults/faults'

let running: TestConsole
afterEach(() => running?.close())

type Row = { kind: string; data: Record<string, unknown> & { number: number; first: number; last: number } }

async function recorded(): Promise<Row[]> {
  const rows = await running.deps.store.reads
    .selectFrom('audit_events')
    .select(['kind', 'data'])
    .where('kind', 'in', ['device-key.reported', 'device-key.reported-many', 'device-key.events-lost'])
    .orderBy('sequence')
    .execute()
  return rows.map(({ kind, data }) => ({ kind, data: JSON.parse(data) }))
}

/** Every number that the record has, in its order. */
const numbers = (rows: readonly Row[]): number[] =>
  rows.flatMap(({ kind, data }) =>
    kind === 'device-key.reported'
      ? [data.number]
      : Array.from({ length: data.last - data.first + 1 }, (_, at) => data.first + at),
  )

const read = () => recordKeyEvents(running.deps, running.org)

async function enrolled() {
  running = await testConsole({ deviceLimit: 5_000 })
  const { client } = running.org.connection
  await client.setKeyPolicy({ policy: 'mixed' })
  const { text } = await client.addAgentKey({ name: 'rollout', requestId: 'r-1', use: 'enrolment' })
  return { client, enrol: apiOf(running.authority.url, text!.reveal()) }
}

it('records few one by one, in the history of their device, and again only what is new', async () => {
  const { client, enrol } = await enrolled()
  const { deviceKey } = (await enrol.post('devices/register', { deviceId: 'a' })).body
  await apiOf(running.authority.url, deviceKey as string).post('devices/validate', { deviceId: 'a' })
  await read()
  await read()
  await client.endDeviceKeys(['a'])
  await Promise.all([read(), read()])
  expect((await recorded()).map(({ data: { number, what, deviceId } }) => [number, what, deviceId])).toEqual([
    [1, 'policy', undefined],
    [2, 'device-key.issued', 'a'],
    [3, 'device-key.first-used', 'a'],
    [4, 'device-key.ended', 'a'],
  ])
  const { reads } = running.deps.store
  const ofDevice = await reads.selectFrom('audit_events').select('kind').where('device_id', '=', 'a').execute()
  expect(ofDevice).toHaveLength(3)
})

it('records a fleet that registers anew as a few events that name every device', async () => {
  const { enrol } = await enrolled()
  const ids = Array.from({ length: 1_200 }, (_, at) => `crewai:prod:runner:${at}`)
  for (let from = 0; from < ids.length; from += 100)
    await Promise.all(ids.slice(from, from + 100).map((deviceId) => enrol.post('devices/register', { deviceId })))
  const issued = (await running.org.connection.client.deviceKeys()).keyed
  await read()
  const rows = await recorded()
  expect(rows.length).toBeLessThan(10)
  expect(numbers(rows)).toEqual(Array.from({ length: (issued as number) + 1 }, (_, at) => at + 1))
  const named = rows.flatMap(({ data }) =>
    data.what === 'device-key.issued'
      ? [data.deviceId]
      : ((data.devices as Record<string, string[]> | undefined)?.['device-key.issued'] ?? []),
  )
  expect(named).toHaveLength(issued as number)
  expect(new Set(named).size).toBe(issued)
})

describe('an authority that', () => {
  const event = (number: number) => ({ number, at: null, kind: 'policy', deviceId: null, detail: 'mixed' })
  const reply = (last: number, from: number, lost = false) =>
    json({ status: 'ok', events: Array.from({ length: last - from + 1 }, (_, at) => event(from + at)), last, lost })

  async function scripted() {
    const server = await startFaultServer()
    running = await testConsole({ baseUrl: () => server.url })
    return server
  }

  it('does not keep them long enough: the record says which are lost', async () => {
    const server = await scripted()
    server.on('/api/v1/org/key_events', reply(12, 11, true))
    await read()
    server.on('/api/v1/org/key_events', json({ status: 'ok', events: [], last: 30, lost: true }))
    await read()
    expect((await recorded()).map(({ kind, data }) => [kind, data.number ?? [data.first, data.last]])).toEqual([
      ['device-key.events-lost', [1, 10]],
      ['device-key.reported', 11],
      ['device-key.reported', 12],
      ['device-key.events-lost', [13, 30]],
    ])
    expect(await keyEventMark(running.deps.store.reads, running.org.row.id)).toBe(30)
    await server.close()
  })

  it('counts from 1 again is read from there, and the record says so', async () => {
    const server = await scripted()
    server.on('/api/v1/org/key_events', reply(5, 1))
    await read()
    server.on('/api/v1/org/key_events', reply(2, 1))
    await read()
    expect((await recorded()).map(({ data }) => data.number ?? data.again)).toEqual([1, 2, 3, 4, 5, true, 1, 2])
    await server.close()
  })

  it('has no such call changes nothing', async () => {
    const server = await scripted()
    server.always(json({ status: 'error', error: 'not_found' }, 404))
    await expect(read()).rejects.toMatchObject({ code: 'upstream-unsupported' })
    expect(await recorded()).toEqual([])
    await server.close()
  })
})

describe('the groups of a reading', () => {
  const event = (number: number) => ({ number, at: 0, kind: 'policy', deviceId: null, detail: null })
  const rows = (groups: readonly RecordedKeyEvent[]) => numbers(groups as unknown as Row[])
  const shuffled = [7, 3, 4, 4, 9, 1].map(event)

  it('are in order, without one twice, and name each gap', () => {
    expect(rows(keyEventGroups(2, shuffled))).toEqual([3, 4, 5, 6, 7, 8, 9])
    expect(keyEventGroups(2, shuffled).filter(({ kind }) => kind === 'device-key.events-lost')).toHaveLength(2)
  })

  it('would differ if a repeat were taken', () => {
    const mutant = (after: number, events: readonly { number: number }[]) =>
      events.filter(({ number }) => number > after).map(({ number }) => number)
    expect(mutant(2, shuffled)).not.toEqual(rows(keyEventGroups(2, shuffled)))
  })
})
