/** Recent decisions: by request id, by device id, for one's own org, and never more than is kept. */
import { describe, expect, it } from 'vitest'
import { apiOf } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'

const byDevice = (deviceId: string) => `decisions?deviceId=${encodeURIComponent(deviceId)}`
const UNKNOWN = '00000000-0000-4000-8000-000000000000'

describe('decisions', () => {
  it('finds the decision of a request and its key, also about an unknown device', async () => {
    const now = Date.now()
    const { url, org, agent } = await testAuthority({ now: () => now })
    await agent.post('devices/register', { deviceId: 'a' })
    const added = (await org.post('org/agent_keys', { name: 'crew' })).body
    const allowed = await apiOf(url, added.agentApiKey as string).post('devices/validate', { deviceId: 'a' })
    const denied = await agent.post('devices/validate', { deviceId: ' typo ' })
    const { body } = await org.get(`decisions?requestId=${allowed.body.request_id.toUpperCase()}`)
    expect(body).toMatchObject({ status: 'ok', more: false, kept: 2, keptMax: 100_000 })
    expect(body.keptSince).toBe(new Date(now).toISOString())
    expect(body.decisions).toEqual([
      {
        requestId: allowed.body.request_id,
        deviceId: 'a',
        deviceIdCut: false,
        call: 'validate',
        allowed: true,
        code: 'ALLOW',
        at: new Date(now).toISOString(),
        agentKeyId: added.key.id,
      },
    ])
    const [found] = (await org.get(`decisions?requestId=${denied.body.request_id}`)).body.decisions
    expect(found).toMatchObject({ deviceId: 'typo', allowed: false, code: 'DEVICE_NOT_REGISTERED' })
    const viaOrgKey = await org.post('devices/validate', { deviceId: 'a' })
    const [own] = (await org.get(`decisions?requestId=${viaOrgKey.body.request_id}`)).body.decisions
    expect(own?.agentKeyId).toBeNull()
  })

  it('lists the latest of a device first, at most a hundred, registers that were refused among them', async () => {
    const { org, agent } = await testAuthority({ deviceLimit: 1 })
    await agent.post('devices/register', { deviceId: 'a' })
    await agent.post('devices/register', { deviceId: 'full' })
    expect((await org.get(byDevice('full'))).body.decisions).toMatchObject([
      { call: 'register', allowed: false, code: 'device_limit_reached' },
    ])
    await org.post('devices/revoke', { deviceId: 'a' })
    await agent.post('devices/register', { deviceId: 'a' })
    for (let asked = 0; asked < 100; asked += 1) await agent.post('devices/validate', { deviceId: 'a' })
    const { decisions, more } = (await org.get(byDevice('a'))).body
    expect([decisions.length, more]).toEqual([100, true])
    expect(new Set(decisions.map(({ code }) => code))).toEqual(new Set(['DEVICE_REVOKED']))
  })

  it.each(['"quoted" & <b>', '👩🏽‍🚀 東京', 'x'.repeat(250), '東'.repeat(85), '__proto__'])(
    'keeps the id %j whole',
    async (deviceId) => {
      const { org, agent } = await testAuthority()
      await agent.post('devices/validate', { deviceId })
      expect((await org.get(byDevice(deviceId))).body.decisions).toMatchObject([{ deviceId, deviceIdCut: false }])
    },
  )

  it('shows the beginning of an id that takes too many bytes, and still finds it alone', async () => {
    const { org, agent } = await testAuthority()
    const [one, other] = [`${'東'.repeat(200)}a`, `${'東'.repeat(200)}b`]
    await agent.post('devices/validate', { deviceId: one })
    const { decisions } = (await org.get(byDevice(one))).body
    expect(decisions).toMatchObject([{ deviceId: '東'.repeat(74), deviceIdCut: true }])
    expect((await org.get(byDevice(other))).body.decisions).toEqual([])
  })

  it('shows an org its own alone, and no agent any', async () => {
    const { url, org, agent } = await testAuthority({ openSignup: true })
    const other = apiOf(url, (await org.post('org/create')).body.orgApiKey)
    const { body } = await agent.post('devices/validate', { deviceId: 'a' })
    for (const query of [`decisions?requestId=${body.request_id}`, byDevice('a')]) {
      expect((await org.get(query)).body.decisions).toHaveLength(1)
      expect((await other.get(query)).body.decisions).toEqual([])
      expect((await agent.get(query)).body.error).toBe('agent_key')
    }
  })

  it('answers an empty list for a request that it does not know, and keeps nothing of a wrong key', async () => {
    const { url, org } = await testAuthority()
    const wrong = await apiOf(url, 'org_agent_wrong').post('devices/validate', { deviceId: 'a' })
    for (const id of [UNKNOWN, wrong.body.request_id])
      expect((await org.get(`decisions?requestId=${id}`)).body).toMatchObject({ decisions: [], kept: 0 })
  })

  it.each([
    '',
    '?requestId=',
    '?requestId=x',
    `?requestId=${UNKNOWN}x`,
    '?deviceId=',
    '?deviceId=%00',
    '?deviceId=%ff',
    `?deviceId=${'x'.repeat(257)}`,
    '?deviceId=a&deviceId=b',
    `?deviceId=a&requestId=${UNKNOWN}`,
  ])('refuses the query %j', async (query) => {
    const { org } = await testAuthority()
    const { status, body } = await org.get(`decisions${query}`)
    expect([status, body.error]).toEqual([400, 'invalid_request'])
  })

  it('takes 1 MB of a pasted log for no id', async () => {
    const { org } = await testAuthority()
    const pasted = await org.get(`decisions?requestId=${'a'.repeat(200_000)}`)
    expect(pasted.status).toBe(400)
  })
})
