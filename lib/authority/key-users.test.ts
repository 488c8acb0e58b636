/** Which device asked with which key: before a rotation, in its overlap, after its end; and the end of an overlap. */
import { describe, expect, it } from 'vitest'
import { type Api, apiOf } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'

const OVERLAP = { overlapSeconds: 600 }

/** An authority whose clock the test moves, with devices that have validated under the agent key. */
async function fleet(...deviceIds: string[]) {
  let now = Date.parse('2026-03-01T12:00:00Z')
  const options = { dataDir: temporaryFolder(), now: () => now }
  const authority = await testAuthority(options)
  const { url, agent } = authority
  const ask = async (deviceId: string, by: Api = agent) => (await by.post('devices/validate', { deviceId })).body.code
  for (const deviceId of deviceIds) {
    await agent.post('devices/register', { deviceId })
    await ask(deviceId)
    now += 10
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { ...authority, options, ask, pass, with: (key: string | null) => apiOf(url, key ?? '') }
}

async function rotated(org: Api, input: object) {
  const { status, body } = await org.post('org/rotate_key', input)
  expect(status).toBe(200)
  return body
}
const users = async (org: Api, query: string) => (await org.get(`org/key_users?${query}`)).body
const idsOf = (list: { deviceId: string }[]) => list.map(({ deviceId }) => deviceId)

describe('the users of an agent key', () => {
  it('are those that last asked with it; after a rotation they are with the replaced one until they come back', async () => {
    const { org, ask, pass, with: withKey } = await fleet('a', 'b', 'c')
    const first = (await org.get('org/agent_keys')).body.keys[0]?.id as string
    expect(await users(org, `kind=agent&agentKeyId=${first}`)).toMatchObject({
      name: 'first',
      counts: { current: 3, replaced: 0, unknown: 0 },
      previousValidUntil: null,
      callerValidUntil: null,
    })
    pass(1_000)
    const { agentApiKey, agentKeyId, previousKeyValidUntil } = await rotated(org, { kind: 'agent', ...OVERLAP })
    pass(1_000)
    await ask('a', withKey(agentApiKey))
    await ask('b')
    const query = `kind=agent&agentKeyId=${agentKeyId}`
    const during = await users(org, query)
    expect(during).toMatchObject({
      counts: { current: 1, replaced: 2, asking: 1 },
      previousValidUntil: previousKeyValidUntil,
    })
    expect(idsOf(during.current)).toEqual(['a'])
    expect(during.replaced.map(({ deviceId, asking }) => [deviceId, asking])).toEqual([
      ['b', true],
      ['c', false],
    ])
    pass(600_000)
    expect(await ask('b')).toBe('INVALID_ORG_KEY')
    expect(await users(org, query)).toMatchObject({ counts: { current: 1, replaced: 2 }, previousValidUntil: null })
    await ask('b', withKey(agentApiKey))
    expect(idsOf((await users(org, query)).replaced)).toEqual(['c'])
  })

  it('do not include those of another name, of the org key, or of a key of their own', async () => {
    const { org, agent, ask, with: withKey } = await fleet('a', 'own', 'boss')
    const other = (await org.post('org/agent_keys', { name: 'other' })).body
    await agent.post('devices/register', { deviceId: 'b' })
    await ask('b', withKey(other.agentApiKey))
    await ask('boss', org)
    await org.post('org/device_keys', { policy: 'mixed' })
    const enrolment = (await org.post('org/agent_keys', { name: 'e', use: 'enrolment' })).body.agentApiKey
    await org.post('devices/release_key_batch', { deviceIds: ['own'] })
    const { deviceKey } = (await withKey(enrolment).post('devices/register', { deviceId: 'own' })).body
    await ask('own', withKey(deviceKey ?? null))
    const first = (await org.get('org/agent_keys')).body.keys[0]?.id as string
    expect(idsOf((await users(org, `kind=agent&agentKeyId=${first}`)).current)).toEqual(['a'])
    expect(idsOf((await users(org, `kind=agent&agentKeyId=${other.key.id}`)).current)).toEqual(['b'])
    expect(idsOf((await users(org, 'kind=agent')).current).sort()).toEqual(['a', 'b'])
    expect(idsOf((await users(org, 'kind=org')).current)).toEqual(['boss'])
  })

  it('are known again after a restart', async () => {
    const first = await fleet('a', 'b')
    const { agentApiKey, agentKeyId } = await rotated(first.org, { kind: 'agent', ...OVERLAP })
    await first.ask('a', first.with(agentApiKey))
    await first.close()
    const { org } = await testAuthority(first.options)
    const found = await users(org, `kind=agent&agentKeyId=${agentKeyId}`)
    expect([idsOf(found.current), idsOf(found.replaced)]).toEqual([['a'], ['b']])
  })

  it('of the org key: the caller learns whether its own key was replaced', async () => {
    const { org, ask, with: withKey } = await fleet()
    await org.post('devices/register', { deviceId: 'a' })
    await ask('a', org)
    const { orgApiKey, previousKeyValidUntil } = await rotated(org, OVERLAP)
    const fresh = withKey(orgApiKey)
    expect((await users(org, 'kind=org')).callerValidUntil).toBe(previousKeyValidUntil)
    expect(await users(fresh, 'kind=org')).toMatchObject({
      callerValidUntil: null,
      counts: { current: 0, replaced: 1 },
    })
    await ask('a', fresh)
    expect(idsOf((await users(fresh, 'kind=org')).current)).toEqual(['a'])
  })

  it.each(['', 'kind=device', 'kind=org&agentKeyId=x', 'kind=agent&kind=org', 'kind=agent&name=first', 'kind=%ff'])(
    'are refused for the query "%s"',
    async (query) => {
      const { org } = await fleet()
      expect(await org.get(`org/key_users?${query}`)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    },
  )

  it('are shown to the org key alone, and of its own org', async () => {
    const { org, agent } = await fleet('a')
    expect((await agent.get('org/key_users?kind=agent')).status).toBe(403)
    expect((await org.get('org/key_users?kind=agent&agentKeyId=key_0')).body.error).toBe('agent_key_not_found')
  })
})

describe('the end of an overlap', () => {
  it('ends the replaced agent keys of one name and no other', async () => {
    const { org, agent, ask, with: withKey } = await fleet('a')
    const other = (await org.post('org/agent_keys', { name: 'other' })).body
    const { id: first } = (await org.get('org/agent_keys')).body.keys.find(({ name }) => name === 'first') ?? { id: '' }
    const { agentApiKey, agentKeyId } = await rotated(org, { kind: 'agent', agentKeyId: first, ...OVERLAP })
    const input = { kind: 'agent', agentKeyId }
    expect((await org.post('org/rotate_key/end_previous', input)).body).toMatchObject({ ended: 1, changed: true })
    expect(await ask('a', agent)).toBe('INVALID_ORG_KEY')
    for (const key of [agentApiKey, other.agentApiKey]) expect(await ask('a', withKey(key))).toBe('ALLOW')
    expect((await org.post('org/rotate_key/end_previous', input)).body).toMatchObject({ ended: 0, changed: false })
  })

  it('of org keys is not taken from one that was replaced itself: its successor may have been lost', async () => {
    const { org, with: withKey } = await fleet()
    const { orgApiKey } = await rotated(org, OVERLAP)
    expect(await org.post('org/rotate_key/end_previous', { kind: 'org' })).toMatchObject({
      status: 409,
      body: { error: 'key_replaced' },
    })
    // Found again with the old key, as after a lost reply; the lost key ends with it.
    const again = await rotated(org, OVERLAP)
    const fresh = withKey(again.orgApiKey)
    expect((await fresh.post('org/rotate_key/end_previous', { kind: 'org' })).body).toMatchObject({ ended: 2 })
    for (const key of [org, withKey(orgApiKey)]) expect((await key.get('usage')).status).toBe(401)
    expect((await fresh.get('usage')).status).toBe(200)
  })

  it.each([{}, { kind: 'agent' }, { kind: 'org', agentKeyId: 'key_1' }, { kind: 'device' }])(
    'is refused for %j',
    async (input) => {
      const { org } = await fleet()
      expect((await org.post('org/rotate_key/end_previous', input)).status).toBe(400)
    },
  )

  it('of an agent key that is not the current one is refused', async () => {
    const { org } = await fleet()
    const id = (await org.get('org/agent_keys')).body.keys[0]?.id as string
    await rotated(org, { kind: 'agent', ...OVERLAP })
    expect((await org.post('org/rotate_key/end_previous', { kind: 'agent', agentKeyId: id })).body.error).toBe(
      'agent_key_not_found',
    )
  })
})
