import { describe, expect, it } from 'vitest'
import { apiOf } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

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
    expect(entry?.lastDecision).toMatchObject({ allowed: false, code: 'ORG_DISABLED' })
    expect(entry?.lastDecision?.revision).toBeGreaterThan(off.body.revision)
    expect(denied.body.revision).toBe(entry?.lastDecision?.revision)
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
