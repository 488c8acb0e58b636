/** Keys of devices: who gets one, what it opens, and how it ends. Over HTTP, as an agent has it. */
import { describe, expect, it } from 'vitest'
import { type Api, apiOf } from '@/testing/authority/api'
import { keyedOrg } from '@/testing/authority/keyed-org'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY } from '@/testing/authority/test-keys'

const KEY = /^org_device_[\w-]{43}$/
const validate = async (api: Api, deviceId: string) => {
  const { status, body } = await api.post('devices/validate', { deviceId })
  return [status, body.code]
}
const entryOf = async (org: Api, deviceId: string) =>
  (await org.get(`devices/list?deviceId=${encodeURIComponent(deviceId)}`)).body.devices[0]

describe('a register under an enrolment key', () => {
  it('issues one device key per id, in its reply alone', async () => {
    const { org, enrol } = await keyedOrg('mixed')
    const first = await enrol.post('devices/register', { deviceId: 'a' })
    expect(first).toMatchObject({ status: 200, body: { status: 'ok', deviceId: 'a', devicesUsed: 1 } })
    expect(first.body.deviceKey).toMatch(KEY)
    const later = await enrol.post('devices/register', { deviceId: 'a' })
    expect(later.body.status).toBe('exists')
    expect('deviceKey' in later.body).toBe(false)
    const seen = [await org.get('devices/list'), await org.get('org/key_events'), await org.get('org/device_keys')]
    expect(JSON.stringify([later, seen])).not.toContain(first.body.deviceKey)
  })

  it('gives a device its first key that is on file and has not worked yet', async () => {
    const { agent, enrol } = await keyedOrg('mixed')
    await agent.post('devices/register', { deviceId: 'a' })
    const { body } = await enrol.post('devices/register', { deviceId: 'a' })
    expect([body.status, KEY.test(body.deviceKey as string)]).toEqual(['exists', true])
  })

  it('gives a device that has worked under a shared key none without a release', async () => {
    const { url, agent, org, enrol } = await keyedOrg('mixed')
    await agent.post('devices/register', { deviceId: 'a' })
    await validate(agent, 'a')
    const ask = async () => (await enrol.post('devices/register', { deviceId: 'a' })).body
    expect(await ask()).toMatchObject({ status: 'exists' })
    expect((await ask()).deviceKey).toBeUndefined()
    expect(await validate(agent, 'a')).toEqual([200, 'ALLOW'])
    await org.post('devices/release_key_batch', { deviceIds: ['a'] })
    const { deviceKey } = await ask()
    expect(await validate(apiOf(url, deviceKey as string), 'a')).toEqual([200, 'ALLOW'])
    expect(await validate(agent, 'a')).toEqual([200, 'DEVICE_KEY_REQUIRED'])
  })

  it('issues one key where twenty ask at once', async () => {
    const { enrol } = await keyedOrg('per-device')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => enrol.post('devices/register', { deviceId: 'a' })),
    )
    expect(answers.filter(({ body }) => body.deviceKey !== undefined)).toHaveLength(1)
    expect(answers.every(({ status }) => status === 200)).toBe(true)
  })

  it('gives a revoked device none', async () => {
    const { agent, org, enrol } = await keyedOrg('mixed')
    await agent.post('devices/register', { deviceId: 'a' })
    await org.post('devices/revoke', { deviceId: 'a' })
    const { status, body } = await enrol.post('devices/register', { deviceId: 'a' })
    expect([status, body.error, body.deviceKey]).toEqual([403, 'device_revoked', undefined])
  })
})

describe('a device key', () => {
  it('validates and registers its own id, and opens nothing else', async () => {
    const { deviceOf, org } = await keyedOrg('per-device')
    const [a, b] = [await deviceOf('a'), await deviceOf('b')]
    expect(await validate(a, 'a')).toEqual([200, 'ALLOW'])
    expect((await a.post('devices/register', { deviceId: 'a' })).body.status).toBe('exists')
    expect(await validate(a, 'b')).toEqual([200, 'DEVICE_KEY_REQUIRED'])
    expect(await validate(a, 'c')).toEqual([200, 'DEVICE_KEY_REQUIRED'])
    for (const deviceId of ['b', 'c'])
      expect((await a.post('devices/register', { deviceId })).body).toMatchObject({ error: 'device_key' })
    expect((await a.get('usage')).body.error).toBe('device_key')
    expect((await a.get('devices/list')).body.error).toBe('agent_key')
    expect((await entryOf(org, 'b'))?.lastDecision).toBeNull()
    expect(await validate(b, 'b')).toEqual([200, 'ALLOW'])
  })

  it('is asked for on every id where each has its own, and for those that have one where some have', async () => {
    const perDevice = await keyedOrg('per-device')
    await perDevice.deviceOf('a')
    for (const api of [perDevice.agent, perDevice.org, perDevice.enrol])
      for (const deviceId of ['a', 'never-seen'])
        expect(await validate(api, deviceId)).toEqual([200, 'DEVICE_KEY_REQUIRED'])
    const mixed = await keyedOrg('mixed')
    await mixed.deviceOf('a')
    await mixed.agent.post('devices/register', { deviceId: 'b' })
    expect(await validate(mixed.agent, 'a')).toEqual([200, 'DEVICE_KEY_REQUIRED'])
    expect(await validate(mixed.agent, 'b')).toEqual([200, 'ALLOW'])
    expect(await validate(mixed.enrol, 'b')).toEqual([200, 'DEVICE_KEY_REQUIRED'])
  })

  it('is replaced by one that it asks for, and ends when that one is used', async () => {
    const { url, deviceOf, org } = await keyedOrg('per-device')
    const first = await deviceOf('a')
    await validate(first, 'a')
    const renew = async (by: Api) =>
      apiOf(url, (await by.post('devices/register', { deviceId: 'a', newDeviceKey: true })).body.deviceKey as string)
    const lost = await renew(first)
    const second = await renew(first)
    expect(await validate(lost, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    expect(await validate(first, 'a')).toEqual([200, 'ALLOW'])
    expect((await entryOf(org, 'a'))?.key?.renewing).toBe(true)
    expect(await validate(second, 'a')).toEqual([200, 'ALLOW'])
    expect(await validate(first, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    expect((await first.post('devices/register', { deviceId: 'a', newDeviceKey: true })).status).toBe(401)
  })

  it('never used yet stays good until the one that it asked for is used', async () => {
    const { url, deviceOf } = await keyedOrg('per-device')
    const first = await deviceOf('a')
    const { deviceKey } = (await first.post('devices/register', { deviceId: 'a', newDeviceKey: true })).body
    expect(await validate(first, 'a')).toEqual([200, 'ALLOW'])
    // Its use has ended the one whose answer may have been lost.
    expect(await validate(apiOf(url, deviceKey as string), 'a')).toEqual([401, 'INVALID_ORG_KEY'])
  })

  it('is issued anew once after a release, which ends the old one', async () => {
    let now = Date.now()
    const { url, org, enrol, deviceOf } = await keyedOrg('per-device', { now: () => now })
    const old = await deviceOf('a')
    await validate(old, 'a')
    const release = () => org.post('devices/release_key_batch', { deviceIds: ['a', 'b'] })
    expect((await release()).body.results.map(({ status, changed }) => [status, changed])).toEqual([
      ['ok', true],
      ['error', false],
    ])
    expect(await validate(old, 'a')).toEqual([200, 'ALLOW'])
    const again = (await enrol.post('devices/register', { deviceId: 'a' })).body
    expect(again.status).toBe('exists')
    expect(await validate(old, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    expect(await validate(apiOf(url, again.deviceKey as string), 'a')).toEqual([200, 'ALLOW'])
    expect((await enrol.post('devices/register', { deviceId: 'a' })).body.deviceKey).toBeUndefined()
    await release()
    now += 3_600_000
    expect((await enrol.post('devices/register', { deviceId: 'a' })).body.deviceKey).toBeUndefined()
  })

  it('outlives the enrolment key that it came from, and ends with its device', async () => {
    const { url, org, enrol, enrolmentId, deviceOf } = await keyedOrg('mixed')
    const a = await deviceOf('a')
    await org.post('org/agent_keys/revoke', { id: enrolmentId })
    expect((await enrol.post('devices/register', { deviceId: 'b' })).status).toBe(401)
    expect(await validate(a, 'a')).toEqual([200, 'ALLOW'])
    await org.post('devices/remove', { deviceId: 'a' })
    expect(await validate(a, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    await apiOf(url, AGENT_KEY).post('devices/register', { deviceId: 'a' })
    expect(await validate(a, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    expect(await validate(apiOf(url, AGENT_KEY), 'a')).toEqual([200, 'ALLOW'])
  })

  it('is as it was after a restart, with its first use, its release and the blocks', async () => {
    const dataDir = temporaryFolder()
    const { org, enrol, close, deviceOf } = await keyedOrg('per-device', { dataDir })
    const [a, b] = [await deviceOf('a'), await deviceOf('b')]
    await validate(a, 'a')
    await validate(b, 'b')
    const renewed = (await b.post('devices/register', { deviceId: 'b', newDeviceKey: true })).body.deviceKey as string
    await org.post('devices/release_key_batch', { deviceIds: ['a'] })
    await deviceOf('c')
    await org.post('devices/revoke', { deviceId: 'c' })
    await org.post('devices/remove', { deviceId: 'c' })
    const states = async (api: Api) => {
      const [{ body: list }, { body: events }] = [await api.get('devices/list'), await api.get('org/key_events')]
      return [list.devices.map(({ key }) => key), events.events, (await api.get('org/id_blocks')).body.blocks]
    }
    const before = await states(org)
    await close()
    const { url, org: later } = await testAuthority({ dataDir })
    expect(await states(later)).toEqual(before)
    expect(await validate(apiOf(url, b.key), 'b')).toEqual([200, 'ALLOW'])
    expect(await validate(apiOf(url, renewed), 'b')).toEqual([200, 'ALLOW'])
    expect(await validate(apiOf(url, b.key), 'b')).toEqual([401, 'INVALID_ORG_KEY'])
    expect((await apiOf(url, enrol.key).post('devices/register', { deviceId: 'a' })).body.deviceKey).toMatch(KEY)
    expect((await apiOf(url, enrol.key).post('devices/register', { deviceId: 'c' })).body.error).toBe('device_revoked')
  })
})

describe('evidence', () => {
  it('is proven where the own key asked, and not touched by a call with any other', async () => {
    const { org, agent, enrol, deviceOf } = await keyedOrg('mixed')
    const [a, b] = [await deviceOf('a'), await deviceOf('b')]
    await agent.post('devices/register', { deviceId: 'c' })
    await validate(a, 'a')
    await validate(agent, 'c')
    const before = await entryOf(org, 'a')
    expect(before).toMatchObject({ lastDecision: { code: 'ALLOW', source: 'proven' } })
    expect((await entryOf(org, 'c'))?.lastDecision?.source).toBeUndefined()
    for (const api of [b, agent, enrol, org]) await validate(api, 'a')
    expect(await entryOf(org, 'a')).toEqual(before)
    await org.post('devices/revoke', { deviceId: 'a' })
    for (const api of [b, agent, enrol, org]) await validate(api, 'a')
    expect((await entryOf(org, 'a'))?.lastDecision).toEqual(before?.lastDecision)
    await org.post('org/disable')
    for (const api of [b, agent, enrol, org]) await validate(api, 'a')
    expect((await entryOf(org, 'a'))?.lastDecision).toEqual(before?.lastDecision)
    expect(await validate(a, 'a')).toEqual([200, 'ORG_DISABLED'])
    expect((await entryOf(org, 'a'))?.lastDecision).toMatchObject({ code: 'ORG_DISABLED', source: 'proven' })
  })
})

describe('the policy of an org', () => {
  it('is shared at first, has no enrolment keys then, and is set with what would be denied in view', async () => {
    const { org, agent } = await testAuthority()
    expect((await org.get('org/device_keys')).body).toMatchObject({ policy: 'shared', devices: { keyed: 0 } })
    const add = () => org.post('org/agent_keys', { name: 'enrol', use: 'enrolment' })
    expect((await add()).body.error).toBe('device_keys_off')
    for (const deviceId of ['a', 'b']) await agent.post('devices/register', { deviceId })
    const set = (policy: string, darkMax?: number) => org.post('org/device_keys', { policy, darkMax })
    expect((await set('mixed')).body).toMatchObject({ policy: 'mixed', changed: true })
    expect((await set('mixed')).body.changed).toBe(false)
    expect((await add()).body.agentApiKey).toMatch(/^org_enrol_[\w-]{43}$/)
    expect((await set('per-device', 1)).body).toMatchObject({ error: 'more_go_dark', dark: 2 })
    expect((await set('per-device', 2)).body).toMatchObject({ policy: 'per-device', devices: { active: 2, dark: 2 } })
    expect((await set('shared')).body.error).toBe('device_keys_in_use')
    expect((await set('mixed')).status).toBe(200)
    for (const policy of ['', 'none', 1, null]) expect((await org.post('org/device_keys', { policy })).status).toBe(400)
    for (const darkMax of [-1, 1.5, '2']) {
      const { body } = await org.post('org/device_keys', { policy: 'per-device', darkMax })
      expect(body.error).toBe('invalid_request')
    }
    expect((await agent.post('org/device_keys', { policy: 'shared' })).status).toBe(403)
    const kinds = (await org.get('org/key_events')).body.events.map(({ kind, detail }) => [kind, detail])
    expect(kinds).toEqual(['mixed', 'per-device', 'mixed'].map((policy) => ['policy', policy]))
  })

  it('goes back to shared once the keys of its devices and those for enrolment are ended', async () => {
    const { org, agent, enrolmentId, deviceOf } = await keyedOrg('mixed')
    const a = await deviceOf('a')
    await validate(a, 'a')
    await org.post('org/agent_keys/revoke', { id: enrolmentId })
    expect((await org.post('org/device_keys', { policy: 'shared' })).body.error).toBe('device_keys_in_use')
    await org.post('devices/end_key_batch', { deviceIds: ['a'] })
    expect(await validate(a, 'a')).toEqual([401, 'INVALID_ORG_KEY'])
    expect((await org.post('org/device_keys', { policy: 'shared' })).body.policy).toBe('shared')
    expect(await validate(agent, 'a')).toEqual([200, 'ALLOW'])
    expect((await entryOf(org, 'a'))?.lastDecision?.source).toBeUndefined()
  })
})

describe('the cap, where devices have keys', () => {
  it('keeps the slots of revoked devices for them', async () => {
    const { org, enrol, deviceOf } = await keyedOrg('per-device', { deviceLimit: 3 })
    for (const deviceId of ['a', 'b', 'c']) await deviceOf(deviceId)
    await org.post('devices/revoke', { deviceId: 'a' })
    const refused = await enrol.post('devices/register', { deviceId: 'stranger' })
    expect(refused).toMatchObject({ status: 403, body: { error: 'device_limit_reached', reserved: 1 } })
    expect((await org.post('devices/unrevoke', { deviceId: 'a' })).body.changed).toBe(true)
  })

  it('takes so many new devices of one key per minute, and known ones at any pace', async () => {
    let now = Date.now()
    const { org, enrol, agent } = await keyedOrg('mixed', { now: () => now, registrationsPerMinute: 2 })
    const register = async (api: Api, deviceId: string) => (await api.post('devices/register', { deviceId })).status
    expect([await register(enrol, 'a'), await register(enrol, 'b')]).toEqual([200, 200])
    const late = await enrol.post('devices/register', { deviceId: 'c' })
    expect([late.status, late.body.error, late.headers.get('retry-after')]).toEqual([
      429,
      'too_many_registrations',
      '60',
    ])
    expect([await register(enrol, 'a'), await register(agent, 'd'), await register(org, 'e')]).toEqual([200, 200, 200])
    now += 60_000
    expect(await register(enrol, 'c')).toBe(200)
  })
})

describe('an id block', () => {
  it('keeps a removed, revoked id from coming back until a person lifts it', async () => {
    const { org, enrol, deviceOf } = await keyedOrg('per-device')
    const a = await deviceOf('a')
    await deviceOf('b')
    await org.post('devices/remove', { deviceId: 'b' })
    await org.post('devices/revoke', { deviceId: 'a' })
    await org.post('devices/remove_batch', { deviceIds: ['a'] })
    expect((await org.get('org/id_blocks')).body.blocks.map(({ deviceId }) => deviceId)).toEqual(['a'])
    for (const api of [enrol, org])
      expect((await api.post('devices/register', { deviceId: 'a' })).body).toMatchObject({ error: 'device_revoked' })
    expect((await a.post('devices/register', { deviceId: 'a' })).status).toBe(401)
    const lift = async () => (await org.post('org/id_blocks/lift', { deviceIds: ['a'] })).body.results[0]?.changed
    expect([await lift(), await lift()]).toEqual([true, false])
    expect((await enrol.post('devices/register', { deviceId: 'a' })).body.deviceKey).toMatch(KEY)
  })
})

it('reports what happened to keys in order, from any number on', async () => {
  const { org, enrol, deviceOf } = await keyedOrg('per-device')
  const a = await deviceOf('a')
  await validate(a, 'a')
  await a.post('devices/register', { deviceId: 'a', newDeviceKey: true })
  await org.post('devices/release_key_batch', { deviceIds: ['a'] })
  await enrol.post('devices/register', { deviceId: 'a' })
  await org.post('devices/revoke', { deviceId: 'a' })
  await org.post('devices/remove', { deviceId: 'a' })
  await org.post('org/id_blocks/lift', { deviceIds: ['a'] })
  const { body } = await org.get('org/key_events?after=1')
  expect(body.events.map(({ kind }) => kind)).toEqual([
    'device-key.issued',
    'device-key.first-used',
    'device-key.renewed',
    'device-key.released',
    'device-key.reissued',
    'device-key.ended',
    'id.blocked',
    'id.unblocked',
  ])
  expect(body).toMatchObject({ last: 9, lost: false, more: false })
  for (const query of ['after=x', 'after=1&after=2', 'since=1', 'after=-1'])
    expect((await org.get(`org/key_events?${query}`)).status).toBe(400)
})
