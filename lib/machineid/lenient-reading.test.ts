import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { json, raw } from '@/testing/faults/faults'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'
import { readDevice } from './read-device'
import { readUsage } from './read-org'

let server: FaultServer
let client: MachineIdClient
beforeAll(async () => {
  server = await startFaultServer()
  client = createMachineIdClient({ baseUrl: server.url, orgKey: new Secret('org_0123456789') })
})
afterEach(() => server.reset())
afterAll(async () => {
  await client.close()
  await server.close()
})

const T = '2026-01-02T03:04:05.000Z'
const MS = Date.parse(T)

describe('one device of the list', () => {
  it.each<[string, unknown, object | null]>([
    ['deviceId', { deviceId: 'a' }, { deviceId: 'a', status: 'unknown' }],
    ['device_id', { device_id: 'a' }, { deviceId: 'a', status: 'unknown' }],
    ['id', { id: 'a' }, { deviceId: 'a', status: 'unknown' }],
    ['id kept as sent', { id: ' é e\u0301\u202e ' }, { deviceId: ' é e\u0301\u202e ', status: 'unknown' }],
    ['status', { id: 'a', status: 'Revoked' }, { deviceId: 'a', status: 'revoked' }],
    ['revoked', { id: 'a', revoked: false }, { deviceId: 'a', status: 'active' }],
    ['unknown status', { id: 'a', status: 'paused' }, { deviceId: 'a', status: 'unknown' }],
    ['status and flag at odds', { id: 'a', status: 'active', revoked: true }, { deviceId: 'a', status: 'unknown' }],
    ['revokedAt alone', { id: 'a', revokedAt: T }, { deviceId: 'a', status: 'revoked', revokedAt: MS }],
    ['revokedAt null alone', { id: 'a', revokedAt: null }, { deviceId: 'a', status: 'active', revokedAt: null }],
    [
      'revokedAt kept after a restore',
      { id: 'a', status: 'active', revokedAt: T },
      { deviceId: 'a', status: 'active', revokedAt: MS },
    ],
    ['created_at', { id: 'a', created_at: T }, { deviceId: 'a', status: 'unknown', createdAt: MS }],
    [
      'registeredAt in seconds',
      { id: 'a', registeredAt: MS / 1000 },
      { deviceId: 'a', status: 'unknown', createdAt: MS },
    ],
    ['last_seen_at', { id: 'a', last_seen_at: T }, { deviceId: 'a', status: 'unknown', lastValidatedAt: MS }],
    ['lastSeenAt never', { id: 'a', lastSeenAt: null }, { deviceId: 'a', status: 'unknown', lastValidatedAt: null }],
    ['a time that is none', { id: 'a', lastSeenAt: 'yesterday', createdAt: -1 }, { deviceId: 'a', status: 'unknown' }],
    [
      'decision',
      { id: 'a', lastDecision: { allowed: false, code: 'NEW', at: T, revision: 3, requestId: 'r' } },
      {
        deviceId: 'a',
        status: 'unknown',
        lastDecision: { allowed: false, code: 'NEW', at: MS, revision: 3, requestId: 'r' },
      },
    ],
    ['decision that is none', { id: 'a', lastDecision: { allowed: 'false' } }, { deviceId: 'a', status: 'unknown' }],
    [
      'counts and rhythm',
      { id: 'a', validations: { allowed: 1, denied: 0 }, rhythm: { medianMs: 1, p95Ms: 2, n: 3 } },
      {
        deviceId: 'a',
        status: 'unknown',
        validations: { allowed: 1, denied: 0 },
        rhythm: { medianMs: 1, p95Ms: 2, n: 3 },
      },
    ],
    ['half a count', { id: 'a', validations: { allowed: 1 }, rhythm: { n: 1 } }, { deviceId: 'a', status: 'unknown' }],
    ['no id', { name: 'a' }, null],
    ['a number for an id', { id: 5 }, { deviceId: 'json=5', status: 'unknown' }],
    ['a blank id', { id: '' }, { deviceId: 'json=""', status: 'unknown' }],
    ['an id of 300 characters', { id: 'a'.repeat(300) }, { deviceId: 'a'.repeat(300), status: 'unknown' }],
    ['no object', 'a', null],
    ['a flood for an id', { id: 'a'.repeat(2_000) }, null],
    [
      'a field of the prototype',
      JSON.parse('{"id":"a","__proto__":{"revoked":true}}'),
      { deviceId: 'a', status: 'unknown' },
    ],
  ])('%s', (_, entry, expected) => {
    expect(readDevice(entry)).toEqual(expected)
  })

  it('never throws and never makes up a field', () => {
    fc.assert(
      fc.property(fc.anything(), (entry) => {
        const device = readDevice(entry)
        if (device) expect(Object.values(device)).not.toContain(undefined)
      }),
    )
  })
})

it('usage: what is missing stays unknown', () => {
  expect(readUsage({ planTier: 'platinum', limit: null, devicesUsed: '3', remaining: 2, overLimit: false })).toEqual({
    planTier: 'platinum',
    limit: null,
    remaining: 2,
    overLimit: false,
  })
})

describe('lists', () => {
  it.each([
    ['devices', { devices: [{ id: 'a' }] }],
    ['items', { items: [{ id: 'a' }] }],
    ['data', { data: [{ id: 'a' }] }],
    ['a bare array', [{ id: 'a' }]],
  ])('%s', async (_, body) => {
    server.always(json(body))
    expect((await client.listDevices()).devices).toEqual([{ deviceId: 'a', status: 'unknown' }])
  })

  it('counts faults and duplicates, by exact id', async () => {
    server.always(json({ devices: [{ id: 'a', revoked: false }, { id: 'A' }, {}, null, { id: 'a', revoked: true }] }))
    const list = await client.listDevices()
    expect(list).toMatchObject({ entries: 5, unreadable: 2, duplicates: 1, delta: false })
    expect(list.devices).toEqual([
      { deviceId: 'a', status: 'revoked' },
      { deviceId: 'A', status: 'unknown' },
    ])
  })

  it('an object without a list is a fault, a 404 no MachineID authority', async () => {
    server.always(json({ status: 'ok' }))
    await expect(client.listDevices()).rejects.toMatchObject({ code: 'upstream-invalid' })
    server.always(json({ error: 'not_found' }, 404))
    await expect(client.listDevices()).rejects.toThrow(/not a MachineID authority/)
  })

  it.each([
    ['nested lists', '[[[[]]]]'],
    ['nested lists as devices', '{"devices":[[[[]]]],"revision":7}'],
    ['numbers', '[1,2,3]'],
    ['objects without an id', '{"items":[{},{"name":"a"}]}'],
    ['one entry that never ends', `[${'['.repeat(2_000_000)}`],
    ['a list of 100,000 empty lists', `[${Array(100_000).fill('[]').join()}]`],
    ['very deep nesting', `[${'['.repeat(200_000)}${']'.repeat(200_000)}]`],
    ['a deeper one than is read', `[${'['.repeat(1_500_000)}${']'.repeat(1_500_000)}]`],
  ])('%s are no list of devices', async (_, body) => {
    server.always(raw(200, body, { 'content-type': 'application/json' }))
    await expect(client.listDevices()).rejects.toMatchObject({ code: 'upstream-invalid' })
  })

  it('a mutant that only counts what is no device takes that for a fleet that is gone', async () => {
    const mutant = (body: string) => (JSON.parse(body) as unknown[]).flatMap((entry) => readDevice(entry) ?? [])
    server.always(raw(200, '[[[[]]]]'))
    const read = await client.listDevices().then(
      ({ devices }) => devices,
      () => 'a fault',
    )
    expect([mutant('[[[[]]]]'), read]).toEqual([[], 'a fault'])
  })

  it('one device among them is enough, and none at all is an empty list', async () => {
    server.always(raw(200, '[[[[]]],1,{"id":"a"}]'))
    expect(await client.listDevices()).toMatchObject({ entries: 3, unreadable: 2, devices: [{ deviceId: 'a' }] })
    server.always(json({ devices: [] }))
    expect(await client.listDevices()).toMatchObject({ entries: 0, unreadable: 0, devices: [] })
  })

  it('the members are in any order, and of a name that is repeated the last one counts', async () => {
    const lists = '"items":[{"id":"x"}],"devices":[{"id":"y"}],"now":"2026-01-02T03:04:05.000Z","devices":[{"id":"z"}]'
    server.always(raw(200, `{"data":[{"id":"w"}],"other":[[1],{}],${lists},"revision":7,"__proto__":[{"id":"p"}]}`))
    expect(await client.listDevices()).toMatchObject({ devices: [{ deviceId: 'z' }], revision: 7, now: MS })
    server.always(raw(200, '{"devices":[{"id":"y"}],"devices":null}'))
    await expect(client.listDevices()).rejects.toMatchObject({ code: 'upstream-invalid' })
  })

  it('ids that are numbers keep their digits, those that were removed too', async () => {
    const removed = '[9007199254740993,"a",{"b":1}]'
    server.always(
      raw(
        200,
        `{"removed":${removed},"devices":[{"id":9007199254740993},{"id":9007199254740992},{"id":"5"},{"id":5.0}]}`,
      ),
    )
    const list = await client.listDevices({ since: 1 })
    expect(list.devices.map(({ deviceId }) => deviceId)).toEqual([
      'json=9007199254740993',
      'json=9007199254740992',
      '5',
      'json=5.0',
    ])
    expect(list).toMatchObject({ delta: true, removed: ['json=9007199254740993', 'a', 'json={"b":1}'] })
  })

  it('requests many ids in several calls, and drops devices that were not requested', async () => {
    const ids = Array.from({ length: 500 }, (_, at) => `crewai:prod:${'x'.repeat(40)}:${at}`)
    server.always(json({ devices: [{ id: ids[0] }, { id: 'stranger' }] }))
    const { devices } = await client.listDevices({ deviceIds: ids })
    expect(new Set(devices.map(({ deviceId }) => deviceId))).toEqual(new Set([ids[0]]))
    expect(server.requests.length).toBeGreaterThan(2)
    const asked = server.requests.flatMap(({ path }) => new URL(path, server.url).searchParams.getAll('deviceId'))
    expect(asked).toEqual(ids)
  })

  it('304 needs an etag of ours', async () => {
    server.always(raw(304, '', { etag: '"1"' }))
    expect(await client.listDevices({ etag: '"1"' })).toMatchObject({ notModified: true })
    await expect(client.listDevices()).rejects.toBeInstanceOf(UpstreamError)
  })
})

describe('batches', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', '__proto__']
  it('an outcome for each id, whatever came back', async () => {
    server.always(
      json({
        status: 'partial',
        revision: 7,
        results: [
          { deviceId: 'b', status: 'ok', changed: false },
          { deviceId: 'a', status: 'ok', changed: true },
          { deviceId: 'c', status: 'error', error: 'device_not_found', message: 'no such device' },
          { deviceId: 'd', status: 'ok' },
          { deviceId: 'd', status: 'blocked', error: 'device_limit_reached' },
          { deviceId: 'stranger', status: 'ok' },
          null,
          { deviceId: '__proto__', status: 'perhaps' },
        ],
      }),
    )
    const { results, unasked, revision } = await client.revokeBatch(ids)
    expect(results.map(({ deviceId, outcome, changed, code }) => [deviceId, outcome, changed, code])).toEqual([
      ['a', 'accepted', true, undefined],
      ['b', 'accepted', false, undefined],
      ['c', 'refused', undefined, 'device_not_found'],
      ['d', 'unknown', undefined, undefined],
      ['e', 'unknown', undefined, undefined],
      ['__proto__', 'unknown', undefined, 'perhaps'],
    ])
    expect([unasked, revision]).toEqual([2, 7])
  })

  it('ok without results is no proof', async () => {
    server.always(json({ status: 'ok' }))
    await expect(client.revokeBatch(ids)).rejects.toMatchObject({ code: 'upstream-invalid' })
  })
})
