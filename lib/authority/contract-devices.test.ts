import { describe, expect, it } from 'vitest'
import { apiOf } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('register', () => {
  it('answers ok, then exists, then blocked once revoked, and never restores', async () => {
    const { org, agent } = await testAuthority({ deviceLimit: 25 })
    const first = await agent.post('devices/register', { deviceId: ' a:b:c:1 ' })
    expect(first).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        handler: 'devices/register',
        deviceId: 'a:b:c:1',
        planTier: 'pro',
        planState: 'active',
        accessUntil: null,
        limit: 25,
        devicesUsed: 1,
        remaining: 24,
        overLimit: false,
        softGraceWindow: null,
      },
    })
    expect((await agent.post('devices/register', { deviceId: 'a:b:c:1' })).body.status).toBe('exists')
    await org.post('devices/revoke', { deviceId: 'a:b:c:1' })
    const blocked = await agent.post('devices/register', { deviceId: 'a:b:c:1' })
    expect(blocked).toMatchObject({ status: 403, body: { status: 'blocked', error: 'device_revoked' } })
    expect((await agent.post('devices/validate', { deviceId: 'a:b:c:1' })).body.code).toBe('DEVICE_REVOKED')
  })

  it('is refused at the cap for new devices only, and a revoke frees a slot', async () => {
    const { org, agent } = await testAuthority({ deviceLimit: 3 })
    for (const deviceId of ['a', 'b', 'c']) await agent.post('devices/register', { deviceId })
    const full = await agent.post('devices/register', { deviceId: 'd' })
    expect(full).toMatchObject({
      status: 403,
      body: { status: 'blocked', error: 'device_limit_reached', limit: 3, devicesUsed: 3 },
    })
    expect((await agent.post('devices/register', { deviceId: 'a' })).body.status).toBe('exists')
    expect((await agent.post('devices/validate', { deviceId: 'a' })).body.allowed).toBe(true)
    await org.post('devices/revoke', { deviceId: 'a' })
    expect((await agent.post('devices/register', { deviceId: 'd' })).body.status).toBe('ok')
    const back = await org.post('devices/unrevoke', { deviceId: 'a' })
    expect(back).toMatchObject({ status: 403, body: { error: 'device_limit_reached', limit: 3, devicesUsed: 3 } })
  })

  it('keeps the cap when many register at once', async () => {
    const { agent } = await testAuthority({ deviceLimit: 25 })
    const ids = Array.from({ length: 80 }, (_, index) => `d${index % 40}`)
    const answers = await Promise.all(ids.map((deviceId) => agent.post('devices/register', { deviceId })))
    expect(answers.filter((answer) => answer.body.status === 'ok')).toHaveLength(25)
    expect((await agent.get('usage')).body).toMatchObject({ devicesUsed: 25, remaining: 0, registrations: 25 })
  })

  it('works while the org is disabled', async () => {
    const { org, agent } = await testAuthority()
    await org.post('org/disable')
    expect((await agent.post('devices/register', { deviceId: 'a' })).body.status).toBe('ok')
  })
})

describe('validate', () => {
  it('decides in the order of the contract', async () => {
    const { url, org, agent } = await testAuthority()
    const codeOf = async (deviceId: string) => {
      const { status, body, headers } = await agent.post('devices/validate', { deviceId })
      expect(status).toBe(200)
      expect(body.request_id).toMatch(UUID)
      expect(headers.get('x-request-id')).toBe(body.request_id)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(body.allowed).toBe(body.code === 'ALLOW')
      expect(typeof body.reason).toBe('string')
      return body.code
    }
    expect(await codeOf('a')).toBe('DEVICE_NOT_REGISTERED')
    await agent.post('devices/register', { deviceId: 'a' })
    expect(await codeOf('a')).toBe('ALLOW')
    await org.post('devices/revoke', { deviceId: 'a' })
    expect(await codeOf('a')).toBe('DEVICE_REVOKED')
    await org.post('org/disable')
    expect([await codeOf('a'), await codeOf('unknown')]).toEqual(['ORG_DISABLED', 'ORG_DISABLED'])
    const wrong = await apiOf(url, 'org_wrong').post('devices/validate', { deviceId: 'a' })
    expect(wrong).toMatchObject({
      status: 401,
      body: { allowed: false, code: 'INVALID_ORG_KEY', error: 'invalid_org_key' },
    })
    const missing = await fetch(`${url}/api/v1/devices/validate`, { method: 'POST', body: '{}' })
    expect([missing.status, (await missing.json()).allowed]).toEqual([401, false])
  })

  it('gives every call a request id of its own', async () => {
    const { agent } = await testAuthority()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => agent.post('devices/validate', { deviceId: 'a' })),
    )
    expect(new Set(answers.map((answer) => answer.body.request_id)).size).toBe(50)
  })

  it('answers a fault inside with 500 and allowed false', async () => {
    let failing = false
    const { agent } = await testAuthority({
      now: () => {
        if (failing) throw new Error('no clock')
        return Date.now()
      },
    })
    await agent.post('devices/register', { deviceId: 'a' })
    failing = true
    const { status, body } = await agent.post('devices/validate', { deviceId: 'a' })
    failing = false
    expect([status, body.allowed, body.code]).toEqual([500, false, 'INTERNAL'])
  })

  it('answers GET with 405 and names the method', async () => {
    const { agent } = await testAuthority()
    const { status, headers, body } = await agent.get('devices/validate?deviceId=a')
    expect([status, headers.get('allow'), body.allowed]).toEqual([405, 'POST', false])
  })
})

describe('revoke, unrevoke, remove', () => {
  it('report whether they changed something; a repeat moves no time', async () => {
    let now = Date.now()
    const { org, agent } = await testAuthority({ now: () => now })
    await agent.post('devices/register', { deviceId: 'a' })
    const first = await org.post('devices/revoke', { deviceId: 'a' })
    expect(first.body).toMatchObject({ status: 'ok', handler: 'devices/revoke', changed: true })
    now += 5000
    const again = await org.post('devices/revoke', { deviceId: 'a' })
    expect(again.body).toMatchObject({ status: 'ok', changed: false, revision: first.body.revision })
    const [entry] = (await org.get('devices/list')).body.devices
    expect(entry).toMatchObject({ revoked: true, status: 'revoked', revokedRevision: first.body.revision })
    expect(entry?.revokedAt).toBe(new Date(now - 5000).toISOString())
    expect((await org.post('devices/unrevoke', { deviceId: 'a' })).body).toMatchObject({ changed: true })
    expect((await org.post('devices/unrevoke', { deviceId: 'a' })).body).toMatchObject({ changed: false })
    expect((await org.post('devices/remove', { deviceId: 'a' })).body).toMatchObject({ changed: true })
    expect((await org.post('devices/remove', { deviceId: 'a' })).body).toMatchObject({ changed: false })
    for (const call of ['revoke', 'unrevoke', 'remove']) {
      const unknown = await org.post(`devices/${call}`, { deviceId: 'never' })
      expect(unknown).toMatchObject({ status: 404, body: { status: 'error', error: 'device_not_found' } })
    }
  })

  it('work in batches, in the order requested, each item by itself', async () => {
    const { org, agent } = await testAuthority({ deviceLimit: 3 })
    for (const deviceId of ['a', 'b', 'c']) await agent.post('devices/register', { deviceId })
    const revoked = await org.post('devices/revoke_batch', { deviceIds: ['c', 'missing', 'a', 'c', '\u0000', 'b'] })
    expect(revoked).toMatchObject({ status: 200, body: { status: 'partial', handler: 'devices/revoke_batch' } })
    expect(revoked.body.results.map((item) => [item.deviceId, item.status, item.changed, item.error])).toEqual([
      ['c', 'ok', true, undefined],
      ['missing', 'error', false, 'device_not_found'],
      ['a', 'ok', true, undefined],
      ['c', 'ok', false, undefined],
      ['\u0000', 'error', false, 'invalid_request'],
      ['b', 'ok', true, undefined],
    ])
    const revisions = revoked.body.results.map((item) => item.revision)
    expect(revoked.body.revision).toBe(Math.max(...revisions))
    for (const deviceId of ['x', 'y']) await agent.post('devices/register', { deviceId })
    const restored = await org.post('devices/unrevoke_batch', { deviceIds: ['b', 'a'] })
    expect(restored.body.results).toMatchObject([
      { deviceId: 'b', status: 'ok', changed: true },
      { deviceId: 'a', status: 'blocked', changed: false, error: 'device_limit_reached' },
    ])
    const removed = await org.post('devices/remove_batch', { deviceIds: ['x', 'y'] })
    expect(removed.body).toMatchObject({ status: 'ok', results: [{ changed: true }, { changed: true }] })
  })

  it.each([
    [{}],
    [{ deviceIds: [] }],
    [{ deviceIds: 'a' }],
    [{ deviceIds: [1] }],
    [{ deviceIds: Array(501).fill('a') }],
  ])('refuse a batch that is none: %j', async (body) => {
    const { org } = await testAuthority()
    expect(await org.post('devices/revoke_batch', body)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })
})
