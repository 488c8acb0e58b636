import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'

const ids = (devices: readonly Entry[]) => devices.map((device) => device.deviceId)

describe('devices/list', () => {
  it('lists everything about a device', async () => {
    let now = 1_800_000_000_000
    const { org, agent } = await testAuthority({ now: () => now })
    await agent.post('devices/register', { deviceId: 'a' })
    const never = await org.get('devices/list')
    expect(never.body).toMatchObject({ status: 'ok', handler: 'devices/list', now: new Date(now).toISOString() })
    expect(never.body.devices).toEqual([
      {
        deviceId: 'a',
        status: 'active',
        revoked: false,
        createdAt: new Date(now).toISOString(),
        revokedAt: null,
        revokedRevision: null,
        lastValidatedAt: null,
        lastDecision: null,
        validations: { allowed: 0, denied: 0 },
        rhythm: null,
      },
    ])
    for (const step of [0, 2000, 2000, 2000, 9000]) {
      now += step
      await agent.post('devices/validate', { deviceId: 'a' })
    }
    const { body } = await org.get('devices/list')
    expect(body.devices[0]).toMatchObject({
      lastValidatedAt: new Date(now).toISOString(),
      lastDecision: { allowed: true, code: 'ALLOW', at: new Date(now).toISOString(), revision: body.revision },
      validations: { allowed: 5, denied: 0 },
      rhythm: { medianMs: 2000, p95Ms: 9000, n: 4 },
    })
  })

  it('answers 304 until anything changes', async () => {
    const { org, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'a' })
    const etag = (await org.get('devices/list')).headers.get('etag') as string
    const same = await org.get('devices/list', { 'if-none-match': etag })
    expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, null, etag])
    await agent.post('devices/validate', { deviceId: 'a' })
    expect((await org.get('devices/list', { 'if-none-match': etag })).status).toBe(200)
  })

  it('answers 410 for a revision it cannot start from', async () => {
    const { org } = await testAuthority()
    const { body } = await org.get('devices/list')
    expect((await org.get(`devices/list?since=${body.revision + 1}`)).status).toBe(410)
    expect((await org.get(`devices/list?since=${body.revision}`)).body.devices).toEqual([])
  })

  it.each([
    '?since=-1',
    '?since=x',
    '?since=',
    '?since=1&since=2',
    '?since=0&deviceId=a',
    '?deviceId=',
    '?deviceId=%ff',
  ])('refuses %s', async (query) => {
    const { org } = await testAuthority()
    expect(await org.get(`devices/list${query}`)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('lists up to 500 devices requested by id', async () => {
    const { org, agent } = await testAuthority()
    for (const deviceId of ['a', 'b', 'c']) await agent.post('devices/register', { deviceId })
    expect(ids((await org.get('devices/list?deviceId=c&deviceId=a&deviceId=zz&deviceId=c')).body.devices)).toEqual([
      'c',
      'a',
    ])
    const many = (count: number) =>
      `devices/list?${Array(count)
        .fill(`deviceId=${'%E6%9D%B1'.repeat(30)}`)
        .join('&')}`
    expect((await org.get(many(500))).status).toBe(200)
    expect((await org.get(many(501))).status).toBe(400)
  })

  it('gives deltas that end where a full list ends, whatever happened', async () => {
    const act = fc.tuple(
      fc.constantFrom('register', 'validate', 'revoke', 'unrevoke', 'remove', 'look'),
      fc.constantFrom('a', 'b', 'c', 'd'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { org, close } = await testAuthority({ deviceLimit: 3 })
        const view = new Map<string, Entry>()
        let since = (await org.get('devices/list')).body.revision
        const look = async () => {
          const { body } = await org.get(`devices/list?since=${since}`)
          for (const device of body.devices) view.set(device.deviceId, device)
          for (const deviceId of body.removed) view.delete(deviceId)
          expect(body.revision).toBeGreaterThanOrEqual(since)
          since = body.revision
        }
        for (const [kind, deviceId] of acts) {
          if (kind === 'look') await look()
          else await org.post(`devices/${kind}`, { deviceId })
        }
        await look()
        const full = (await org.get('devices/list')).body.devices
        expect([...view.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1))).toEqual(
          full.sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1)),
        )
        await close()
      }),
      { numRuns: 25 },
    )
  })

  it('of thousands of devices is whole, and others are answered while it is written', async () => {
    const count = 4000
    const { org, agent } = await testAuthority({ deviceLimit: count })
    const deviceIds = Array.from({ length: count }, (_, index) => `crewai:prod:runner:${index}`)
    await Promise.all(deviceIds.map((deviceId) => agent.post('devices/register', { deviceId })))
    const [list] = await Promise.all([
      org.get('devices/list'),
      ...deviceIds.slice(0, 500).map((deviceId) => agent.post('devices/validate', { deviceId })),
      org.post('devices/remove', { deviceId: deviceIds[count - 1] }),
    ])
    expect(new Set(ids(list.body.devices)).size).toBe(list.body.devices.length)
    expect(list.body.devices.length).toBeGreaterThanOrEqual(count - 1)
    expect((await org.get(`devices/list?since=${list.body.revision}`)).status).toBe(200)
  })
})
