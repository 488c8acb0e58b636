/** Agent keys by name: one more, the list, the end of one, and what a rotation does to them. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AGENT_KEY_NAME_CHARS_MAX, AGENT_KEYS_MAX } from '@/lib/domain/keys/agent-key-name'
import { type Api, apiOf } from '@/testing/authority/api'
import { startBrokenTwin } from '@/testing/authority/mutants'
import { undoDeviceKeys } from '@/testing/authority/older-folder'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY } from '@/testing/authority/test-keys'

const KEY = /^org_agent_[\w-]{43}$/

const namesOf = async (org: Api) => (await org.get('org/agent_keys')).body.keys.map(({ name }) => name)
const idOf = async (org: Api, name: string) =>
  (await org.get('org/agent_keys')).body.keys.find((key) => key.name === name)?.id as string

describe('an agent key', () => {
  it('is added under a name, works at once, and ends no other', async () => {
    const { url, org, agent } = await testAuthority()
    const { status, body } = await org.post('org/agent_keys', { name: ' Crew, EU ' })
    expect([status, body]).toMatchObject([200, { status: 'ok', key: { name: 'Crew, EU', lastUsedAt: null } }])
    expect(body.agentApiKey).toMatch(KEY)
    const added = apiOf(url, body.agentApiKey as string)
    for (const key of [added, agent]) expect((await key.get('usage')).status).toBe(200)
    expect((await added.get('devices/list')).body.error).toBe('agent_key')
    expect(await namesOf(org)).toEqual(['first', 'Crew, EU'])
  })

  it('is shown once: no list, metric or error has it again', async () => {
    const { url, org } = await testAuthority()
    const { agentApiKey } = (await org.post('org/agent_keys', { name: 'a', requestId: 'r-1' })).body
    const later = [
      await org.get('org/agent_keys'),
      await org.post('org/agent_keys', { name: 'a', requestId: 'r-1' }),
      await org.post('org/agent_keys', { name: 'a' }),
      await (await fetch(`${url}/metrics`)).text(),
    ]
    expect(JSON.stringify(later)).not.toContain(agentApiKey)
    expect(JSON.stringify(later)).not.toContain(AGENT_KEY)
  })

  it('is made once per request id, also after its end, and under one name', async () => {
    const { org } = await testAuthority()
    const call = (name = 'a') => org.post('org/agent_keys', { name, requestId: 'r-1' })
    const answers = await Promise.all([call(), call(), call()])
    expect(answers.map(({ body }) => body.status).sort()).toEqual(['exists', 'exists', 'ok'])
    expect(answers.filter(({ body }) => body.agentApiKey !== null)).toHaveLength(1)
    expect(new Set(answers.map(({ body }) => body.key.id)).size).toBe(1)
    expect(await call('b')).toMatchObject({ status: 409, body: { error: 'request_id_used' } })
    await org.post('org/agent_keys/revoke', { id: await idOf(org, 'a') })
    expect((await call()).body).toMatchObject({ status: 'exists', agentApiKey: null })
    expect((await call()).body.key.endedAt).toMatch(/Z$/)
    expect(await namesOf(org)).toEqual(['first'])
  })

  it('shows its last use, which a restart keeps and a step back of the clock does not move', async () => {
    let now = Date.now()
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir, now: () => now })
    const lastUses = async (org: Api) => (await org.get('org/agent_keys')).body.keys.map((key) => key.lastUsedAt)
    expect(await lastUses(first.org)).toEqual([null])
    await first.agent.post('devices/validate', { deviceId: 'a' })
    const used = new Date(now).toISOString()
    now -= 60_000
    await first.agent.get('usage')
    expect(await lastUses(first.org)).toEqual([used])
    await first.close()
    const second = await testAuthority({ dataDir })
    expect(await lastUses(second.org)).toEqual([used])
  })

  it('is dead from the next request on once it was revoked; a repeat changes nothing', async () => {
    const { url, org, agent } = await testAuthority()
    const added = apiOf(url, (await org.post('org/agent_keys', { name: 'a' })).body.agentApiKey as string)
    await added.get('usage')
    const id = await idOf(org, 'a')
    expect((await org.post('org/agent_keys/revoke', { id })).body).toMatchObject({ status: 'ok', id, changed: true })
    expect((await added.post('devices/validate', { deviceId: 'a' })).body).toMatchObject({
      allowed: false,
      code: 'INVALID_ORG_KEY',
    })
    expect((await org.post('org/agent_keys/revoke', { id })).body).toMatchObject({ changed: false })
    expect((await agent.get('usage')).status).toBe(200)
    expect((await org.post('org/agent_keys', { name: 'a' })).status).toBe(200)
  })

  it('that was revoked too late is found by that test', async () => {
    const { url, org } = await testAuthority()
    const mutant = await startBrokenTwin(url, 'ack before commit')
    onTestFinished(mutant.close)
    const front = apiOf(mutant.url, org.key)
    const added = apiOf(mutant.url, (await front.post('org/agent_keys', { name: 'a' })).body.agentApiKey as string)
    await added.post('devices/register', { deviceId: 'a' })
    await front.post('org/agent_keys/revoke', { id: await idOf(front, 'a') })
    expect((await added.post('devices/validate', { deviceId: 'a' })).body.allowed).toBe(true)
  })

  it('belongs to one org: another sees and ends none of them', async () => {
    const { url, org } = await testAuthority({ openSignup: true })
    const other = apiOf(url, (await org.post('org/create')).body.orgApiKey)
    const id = await idOf(org, 'first')
    expect(await other.post('org/agent_keys/revoke', { id })).toMatchObject({
      status: 404,
      body: { error: 'agent_key_not_found' },
    })
    expect(await namesOf(other)).toEqual(['first'])
    expect(await idOf(other, 'first')).not.toBe(id)
    expect((await other.post('org/agent_keys', { name: 'a', requestId: 'r' })).body.status).toBe('ok')
    expect((await org.post('org/agent_keys', { name: 'a', requestId: 'r' })).body.status).toBe('ok')
  })

  it.each([
    '',
    '  ',
    'a\u0000b',
    'tab\there',
    '\u2028',
    '\ud800',
    'zero\u200bwidth',
    '\u202Egnp',
    'x'.repeat(AGENT_KEY_NAME_CHARS_MAX + 1),
    7,
    null,
    { toString: 'a' },
  ])('is refused the name %j', async (name) => {
    const { org } = await testAuthority()
    const { status, body } = await org.post('org/agent_keys', { name })
    expect([status, body.error]).toEqual([400, 'invalid_request'])
    expect(body.message).toMatch(/^name must be 1 to 64 characters/)
    expect(await namesOf(org)).toEqual(['first'])
  })

  it.each(['', 'a b', 'x'.repeat(65), 7])('is refused the request id %j', async (requestId) => {
    const { org } = await testAuthority()
    expect((await org.post('org/agent_keys', { name: 'a', requestId })).status).toBe(400)
  })

  it('is refused a name that a working one has, whatever its case', async () => {
    const { org } = await testAuthority()
    const answers = await Promise.all(['Crew', 'crew', 'FIRST'].map((name) => org.post('org/agent_keys', { name })))
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 409])
    expect(answers[1]?.body.error).toBe('agent_key_name_taken')
  })

  it('keeps any legal name', async () => {
    const { org } = await testAuthority()
    for (const name of [
      '__proto__',
      'constructor',
      '<b>"x"</b>',
      '👩🏽‍🚀'.replaceAll('\u200d', ''),
      "'; DROP TABLE keys; --",
    ]) {
      expect((await org.post('org/agent_keys', { name })).body.key.name).toBe(name)
    }
  })

  it('is refused beyond the cap, and has room again after a revoke', async () => {
    const { org } = await testAuthority()
    const all = Array.from({ length: AGENT_KEYS_MAX }, (_, index) => org.post('org/agent_keys', { name: `k${index}` }))
    const answers = await Promise.all(all)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(AGENT_KEYS_MAX - 1)
    expect(answers.find(({ status }) => status !== 200)).toMatchObject({
      status: 409,
      body: { error: 'agent_key_limit_reached', limit: AGENT_KEYS_MAX },
    })
    await org.post('org/agent_keys/revoke', { id: await idOf(org, 'first') })
    expect((await org.post('org/agent_keys', { name: 'one more' })).status).toBe(200)
  })
})

describe('a rotation of the agent key', () => {
  it('says which keys there are instead of ending or sparing any', async () => {
    const { org, agent } = await testAuthority()
    await org.post('org/agent_keys', { name: 'a' })
    const refused = await org.post('org/rotate_key', { kind: 'agent' })
    expect(refused).toMatchObject({ status: 409, body: { error: 'which_agent_key' } })
    expect(refused.body.keys.map(({ name }) => name)).toEqual(['first', 'a'])
    expect((await agent.get('usage')).status).toBe(200)
  })

  it('replaces the one that is named under the same name, with what ran out of it, and no other', async () => {
    const { url, org, agent } = await testAuthority()
    const first = await org.post('org/agent_keys', { name: 'a' })
    const rotate = async (agentKeyId: string, overlapSeconds: number) =>
      (await org.post('org/rotate_key', { kind: 'agent', agentKeyId, overlapSeconds })).body.orgApiKey
    const second = await rotate(await idOf(org, 'a'), 60)
    const old = apiOf(url, first.body.agentApiKey as string)
    expect((await old.get('usage')).status).toBe(200)
    const listed = (await org.get('org/agent_keys')).body.keys
    expect(listed.map(({ name, validUntil }) => [name, validUntil !== null])).toEqual(
      expect.arrayContaining([
        ['first', false],
        ['a', true],
        ['a', false],
      ]),
    )
    const current = listed.find((key) => key.name === 'a' && key.validUntil === null)?.id as string
    const third = await rotate(current, 0)
    const statuses = [old, apiOf(url, second), apiOf(url, third), agent].map(
      async (key) => (await key.get('usage')).status,
    )
    expect(await Promise.all(statuses)).toEqual([401, 401, 200, 200])
    expect(await org.post('org/rotate_key', { kind: 'agent', agentKeyId: current })).toMatchObject({ status: 404 })
  })

  it('ends every one with all', async () => {
    const { url, org, agent } = await testAuthority()
    const added = apiOf(url, (await org.post('org/agent_keys', { name: 'a' })).body.agentApiKey as string)
    const { body } = await org.post('org/rotate_key', { kind: 'agent', all: true })
    for (const key of [agent, added]) expect((await key.get('usage')).status).toBe(401)
    expect((await apiOf(url, body.orgApiKey).get('usage')).status).toBe(200)
    expect(await namesOf(org)).toEqual(['first'])
  })

  it.each([
    { kind: 'agent', all: 'yes' },
    { kind: 'agent', all: true, agentKeyId: 'x' },
    { kind: 'agent', agentKeyId: 7 },
    { kind: 'org', all: true },
  ])('refuses %j', async (body) => {
    const { org } = await testAuthority()
    expect((await org.post('org/rotate_key', body)).status).toBe(400)
  })
})

describe('on disk', () => {
  it('an older data folder opens: its keys work, and its agent key is called first', async () => {
    const dataDir = temporaryFolder()
    await (await testAuthority({ dataDir })).close()
    const state = new Database(join(dataDir, 'authority.db'))
    undoDeviceKeys(state)
    for (const column of ['name', 'made_with'])
      state.exec(`DROP INDEX IF EXISTS orgs_by_made_with; ALTER TABLE orgs DROP COLUMN ${column}`)
    state.exec('DROP TABLE agent_keys; ALTER TABLE keys DROP COLUMN agent_key_id; PRAGMA user_version = 1; VACUUM')
    state.close()
    const evidence = new Database(join(dataDir, 'authority-evidence.db'))
    evidence.exec('DROP TABLE key_uses; PRAGMA user_version = 1')
    evidence.close()
    const { org, agent, close } = await testAuthority({ dataDir })
    expect((await agent.get('usage')).status).toBe(200)
    const [key] = (await org.get('org/agent_keys')).body.keys
    expect(key).toMatchObject({ name: 'first', validUntil: null })
    await close()
    const again = await testAuthority({ dataDir })
    expect((await again.org.get('org/agent_keys')).body.keys[0]?.id).toBe(key?.id)
  })

  it('an agent key without its row is damage', async () => {
    const dataDir = temporaryFolder()
    await (await testAuthority({ dataDir })).close()
    const state = new Database(join(dataDir, 'authority.db'))
    state.exec('DELETE FROM agent_keys')
    state.close()
    await expect(testAuthority({ dataDir })).rejects.toThrow(/damaged.*agent key/)
  })

  it('keeps names, ends and request ids over a restart', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir })
    const a = await first.org.post('org/agent_keys', { name: 'a', requestId: 'r-1' })
    const b = await first.org.post('org/agent_keys', { name: 'b' })
    await first.org.post('org/agent_keys/revoke', { id: b.body.key.id })
    await first.close()
    const { url, org } = await testAuthority({ dataDir })
    expect(await namesOf(org)).toEqual(['first', 'a'])
    const statusOf = async (key: string | null) => (await apiOf(url, key as string).get('usage')).status
    expect([await statusOf(a.body.agentApiKey), await statusOf(b.body.agentApiKey)]).toEqual([200, 401])
    expect((await org.post('org/agent_keys', { name: 'a', requestId: 'r-1' })).body.status).toBe('exists')
  })

  it('adds and ends none while the disk takes nothing', async () => {
    const dataDir = temporaryFolder()
    const { org, agent } = await testAuthority({ dataDir })
    const id = await idOf(org, 'first')
    const other = new Database(join(dataDir, 'authority.db'))
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    const call = { name: 'a', requestId: 'r-1' }
    for (const answer of [await org.post('org/agent_keys', call), await org.post('org/agent_keys/revoke', { id })])
      expect(answer).toMatchObject({ status: 500, body: { error: 'not_written' } })
    expect(await namesOf(org)).toEqual(['first'])
    expect((await agent.get('usage')).status).toBe(200)
    other.exec('ROLLBACK')
    expect((await org.post('org/agent_keys', call)).body.status).toBe('ok')
  })
})

it('wrong keys are counted, with the time of the last', async () => {
  const now = Date.now()
  const { url, org, agent } = await testAuthority({ now: () => now })
  expect((await org.get('org/wrong_keys')).body).toMatchObject({ count: 0, lastAt: null })
  for (let tried = 0; tried < 3; tried += 1) await apiOf(url, 'org_agent_wrong').get('usage')
  const { body } = await org.get('org/wrong_keys')
  expect(body).toMatchObject({ count: 3, lastAt: new Date(now).toISOString(), since: new Date(now).toISOString() })
  expect((await agent.get('org/wrong_keys')).body.error).toBe('agent_key')
})
