import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { html, json } from '@/testing/faults/faults'
import type { MachineIdClient } from './client'
import { createMachineIdClient } from './create-client'

const T = '2026-01-02T03:04:05.000Z'
const MS = Date.parse(T)
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

describe('answers that must be spelled out', () => {
  it.each([
    [{ allowed: true, code: 'ALLOW', request_id: 'r' }, true, 'ALLOW'],
    [{ allowed: 'true', code: 'ALLOW' }, false, 'ALLOW'],
    [{ allowed: 1 }, false, '1'],
    [{ allowed: false, code: 'PLAN_FROZEN', status: 'blocked' }, false, 'PLAN_FROZEN'],
  ])('validate %j', async (body, allowed, code) => {
    server.always(json(body))
    expect(await client.validate('a')).toMatchObject({ allowed, code })
  })

  it.each(['ok', 'exists', 'restored'])('register %s', async (status) => {
    server.always(json({ status, deviceId: 'a', limit: 3 }))
    expect(await client.register('a')).toMatchObject({ deviceId: 'a', usage: { limit: 3 } })
  })

  it.each(['maybe', 'constructor', ''])('register "%s" is unknown', async (status) => {
    server.always(json({ status }))
    await expect(client.register('a')).rejects.toMatchObject({ code: 'upstream-invalid' })
  })

  it('disable that answers enabled is no disable', async () => {
    server.always(json({ status: 'ok', execution: 'enabled' }))
    await expect(client.orgDisable()).rejects.toMatchObject({ code: 'upstream-invalid' })
    server.always(json({ status: 'ok', execution: 'paused?' }))
    expect((await client.orgStatus()).execution).toBe('unknown')
  })

  it('a rotation without a key is a fault, and the new key shows nowhere', async () => {
    server.always(json({ status: 'ok' }))
    await expect(client.rotateKey()).rejects.toMatchObject({ code: 'upstream-invalid' })
    server.always(json({ status: 'ok', orgApiKey: 'org_new_key_123456', previousKeyValidUntil: T }))
    const rotated = await client.rotateKey({ overlapSeconds: 60 })
    expect(JSON.stringify(rotated)).not.toContain('org_new_key')
    expect(rotated.key.reveal()).toBe('org_new_key_123456')
    expect(rotated.previousKeyValidUntil).toBe(MS)
  })

  it.each([404, 405, 501])('%i on an optional call: not offered', async (status) => {
    server.always(status === 404 ? html(404) : json({ status: 'error' }, status))
    for (const call of [
      () => client.orgStatus(),
      () => client.orgDisable(),
      () => client.orgEnable(),
      () => client.rotateKey(),
      () => client.revokeBatch(['a']),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'upstream-unsupported' })
    }
  })

  it('paths can be configured', async () => {
    const other = createMachineIdClient({
      baseUrl: `${server.url}/prefix/`,
      orgKey: new Secret('k'),
      paths: { orgDisable: '/v2/halt', orgStatus: undefined },
    })
    server.always(json({ status: 'ok', execution: 'disabled' }))
    await other.orgDisable('because')
    await other.orgStatus()
    expect(server.requests.map(({ path }) => path)).toEqual(['/prefix/v2/halt', '/prefix/api/v1/org/status'])
    await other.close()
  })
})

describe('capabilities', () => {
  it('an authority with nothing but the public record', async () => {
    server.always(json({ error: 'not_found' }, 404))
    server.on('/api/v1/devices/revoke', json({ error: 'method' }, 405))
    server.on('/api/v1/devices/revoke_batch', json({ error: 'not_found' }, 404))
    server.on('/api/v1/devices/list', json({ devices: [] }))
    expect(await client.capabilities()).toEqual({ orgDisable: 'no', batch: 'no', deltas: 'no' })
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('stays unknown if the answers do not show it', async () => {
    server.always(html(404))
    server.on(
      '/api/v1/devices/list',
      json({ devices: Array.from({ length: 5_000 }, (_, at) => ({ id: `crewai:prod:runner:${at}` })), revision: 1 }),
    )
    expect(await client.capabilities()).toEqual({ orgDisable: 'no', batch: 'unknown', deltas: 'unknown' })
  })

  it('rejects if no authority answers, or the key is wrong', async () => {
    server.always(json({ error: 'invalid_org_key' }, 401))
    await expect(client.capabilities()).rejects.toMatchObject({ code: 'upstream-key-rejected' })
    server.always(html(503))
    await expect(client.capabilities({ timeoutMs: 500 })).rejects.toMatchObject({ code: 'upstream-unavailable' })
  })
})
