import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'
import { type FaultServer, startFaultServer } from './fault-server'
import { json, raw } from './faults'
import { readDevice } from './read-device'
import { readUsage } from './read-usage'

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

  it('asks for many ids in several calls, and drops whoever was not asked for', async () => {
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
      ['a', 'ok', true, undefined],
      ['b', 'ok', false, undefined],
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
