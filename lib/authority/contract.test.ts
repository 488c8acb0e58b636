import { describe, expect, it } from 'vitest'
import { apiOf } from './testing/api'
import { testAuthority } from './testing/test-authority'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

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

  it('answers GET with 405 and says which method', async () => {
    const { agent } = await testAuthority()
    const { status, headers, body } = await agent.get('devices/validate?deviceId=a')
    expect([status, headers.get('allow'), body.allowed]).toEqual([405, 'POST', false])
  })
})

describe('revoke, unrevoke, remove', () => {
  it('say whether they changed something; a repeat moves no time', async () => {
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
    expect(entry.revokedAt).toBe(new Date(now - 5000).toISOString())
    expect((await org.post('devices/unrevoke', { deviceId: 'a' })).body).toMatchObject({ changed: true })
    expect((await org.post('devices/unrevoke', { deviceId: 'a' })).body).toMatchObject({ changed: false })
    expect((await org.post('devices/remove', { deviceId: 'a' })).body).toMatchObject({ changed: true })
    expect((await org.post('devices/remove', { deviceId: 'a' })).body).toMatchObject({ changed: false })
    for (const call of ['revoke', 'unrevoke', 'remove']) {
      const unknown = await org.post(`devices/${call}`, { deviceId: 'never' })
      expect(unknown).toMatchObject({ status: 404, body: { status: 'error', error: 'device_not_found' } })
    }
  })

  it('work in batches, in the order asked, each item by itself', async () => {
    const { org, agent } = await testAuthority({ deviceLimit: 3 })
    for (const deviceId of ['a', 'b', 'c']) await agent.post('devices/register', { deviceId })
    const revoked = await org.post('devices/revoke_batch', { deviceIds: ['c', 'nobody', 'a', 'c', '\u0000', 'b'] })
    expect(revoked).toMatchObject({ status: 200, body: { status: 'partial', handler: 'devices/revoke_batch' } })
    expect(revoked.body.results.map((item) => [item.deviceId, item.status, item.changed, item.error])).toEqual([
      ['c', 'ok', true, undefined],
      ['nobody', 'error', false, 'device_not_found'],
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

describe('org', () => {
  it('is disabled and enabled, with reason and time; a repeat changes nothing', async () => {
    const { org, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'a' })
    expect((await org.get('org/status')).body).toMatchObject({
      status: 'ok',
      handler: 'org/status',
      execution: 'enabled',
      changedAt: null,
      reason: null,
    })
    const off = await org.post('org/disable', { reason: 'runaway' })
    expect(off.body).toMatchObject({ handler: 'org/disable', execution: 'disabled', reason: 'runaway', changed: true })
    expect(off.body.changedAt).toMatch(ISO)
    const again = await org.post('org/disable', { reason: 'other' })
    expect(again.body).toMatchObject({ changed: false, reason: 'runaway', changedAt: off.body.changedAt })
    const denied = await agent.post('devices/validate', { deviceId: 'a' })
    const [entry] = (await org.get('devices/list')).body.devices
    expect(entry.lastDecision).toMatchObject({ allowed: false, code: 'ORG_DISABLED' })
    expect(entry.lastDecision.revision).toBeGreaterThan(off.body.revision)
    expect(denied.body.revision).toBe(entry.lastDecision.revision)
    expect((await org.post('org/enable')).body).toMatchObject({ execution: 'enabled', changed: true, reason: null })
    expect((await agent.post('devices/validate', { deviceId: 'a' })).body.allowed).toBe(true)
    expect((await org.post('org/enable')).body.changed).toBe(false)
    expect(await org.post('org/disable', { reason: 7 })).toMatchObject({ status: 400 })
  })

  it('rotates either key, at once or with an overlap', async () => {
    let now = Date.now()
    const { url, org, agent } = await testAuthority({ now: () => now })
    const rotated = await org.post('org/rotate_key', { kind: 'agent' })
    expect(rotated.body).toMatchObject({ status: 'ok', handler: 'org/rotate_key' })
    expect(rotated.body.orgApiKey).toMatch(/^org_agent_[\w-]{43}$/)
    expect((await agent.get('usage')).status).toBe(401)
    expect((await apiOf(url, rotated.body.orgApiKey).get('usage')).status).toBe(200)
    const next = await org.post('org/rotate_key', { overlapSeconds: 60 })
    expect(next.body.orgApiKey).toMatch(/^org_[\w-]{43}$/)
    expect(next.body.previousKeyValidUntil).toBe(new Date(now + 60_000).toISOString())
    const fresh = apiOf(url, next.body.orgApiKey)
    expect([(await org.get('org/status')).status, (await fresh.get('org/status')).status]).toEqual([200, 200])
    now += 60_000
    expect([(await org.get('org/status')).status, (await fresh.get('org/status')).status]).toEqual([401, 200])
    // A key that ended stays dead when the clock steps back.
    now -= 60_000
    expect((await org.get('org/status')).status).toBe(401)
    for (const overlapSeconds of [-1, 86_401, 1.5, '5']) {
      expect((await fresh.post('org/rotate_key', { overlapSeconds })).status).toBe(400)
    }
    expect((await fresh.post('org/rotate_key', { kind: 'x' })).status).toBe(400)
  })

  it('is created only where sign-up is open, with the free cap', async () => {
    const closed = await testAuthority()
    expect(await closed.org.post('org/create')).toMatchObject({ status: 403, body: { error: 'signup_closed' } })
    const open = await testAuthority({ openSignup: true })
    const created = await open.org.post('org/create')
    expect(created.body).toMatchObject({ status: 'ok', handler: 'org_create' })
    const other = apiOf(open.url, created.body.orgApiKey)
    expect((await other.get('usage')).body).toMatchObject({ planTier: 'free', limit: 3 })
    await open.agent.post('devices/register', { deviceId: 'a' })
    expect((await other.post('devices/validate', { deviceId: 'a' })).body.code).toBe('DEVICE_NOT_REGISTERED')
    expect((await other.get('devices/list')).body.devices).toEqual([])
    expect(await other.post('devices/revoke', { deviceId: 'a' })).toMatchObject({ status: 404 })
  })

  it('opens nothing to an agent key but register, validate and usage', async () => {
    const { agent } = await testAuthority()
    const posts = ['revoke', 'unrevoke', 'remove', 'revoke_batch', 'unrevoke_batch', 'remove_batch'].map(
      (name) => `devices/${name}`,
    )
    for (const path of [...posts, 'org/disable', 'org/enable', 'org/rotate_key']) {
      expect([path, (await agent.post(path)).body.error]).toEqual([path, 'agent_key'])
    }
    for (const path of ['devices/list', 'org/status']) expect((await agent.get(path)).status).toBe(403)
    expect((await agent.get('usage')).status).toBe(200)
  })
})

describe('usage', () => {
  it.each([
    [3, 'free'],
    [25, 'pro'],
    [250, 'scale'],
    [1000, 'max'],
    [1001, 'custom'],
  ])('names the plan of a cap of %i %s', async (deviceLimit, planTier) => {
    const { org } = await testAuthority({ deviceLimit })
    expect((await org.get('usage')).body).toMatchObject({ planTier, limit: deviceLimit, remaining: deviceLimit })
  })

  it('counts validates and registrations', async () => {
    const { org, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'a' })
    await agent.post('devices/validate', { deviceId: 'a' })
    await agent.post('devices/validate', { deviceId: 'b' })
    expect((await org.get('usage')).body).toMatchObject({ validations: { allowed: 1, denied: 1 }, registrations: 1 })
  })
})

describe('health and metrics', () => {
  it('answer without a key and show none', async () => {
    const { url, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'secret-name' })
    await agent.post('devices/validate', { deviceId: 'secret-name' })
    const health = await fetch(`${url}/healthz`)
    expect([health.status, (await health.json()).status]).toEqual([200, 'ok'])
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toContain('authority_validates_total{code="ALLOW"} 1')
    expect(text).toContain('authority_devices_active 1')
    expect(text).not.toMatch(/org_|secret-name/)
  })
})

describe('wrong keys', () => {
  it('are slowed down by address; a right key never is', async () => {
    const { url, agent } = await testAuthority()
    const wrong = apiOf(url, 'org_agent_guess')
    const statuses: number[] = []
    for (let guess = 0; guess < 120; guess += 1)
      statuses.push((await wrong.post('devices/validate', { deviceId: 'a' })).status)
    expect(statuses.slice(0, 100)).toEqual(Array(100).fill(401))
    expect(statuses.slice(100)).toEqual(Array(20).fill(429))
    const late = await wrong.post('devices/validate', { deviceId: 'a' })
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(late.body.allowed).toBe(false)
    expect((await agent.post('devices/validate', { deviceId: 'a' })).status).toBe(200)
  })
})
