/** Orgs that an admin makes: what a call adds, what its repeat adds, and what it refuses. */
import { describe, expect, it } from 'vitest'
import { adminApiOf, newOrg } from '@/testing/authority/admin-api'
import { apiOf } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { ADMIN_KEY, AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'

const AGENT_SHAPE = /^org_agent_[\w-]{43}$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('an org that an admin makes', () => {
  it('has the name, the cap and the keys that were given, and works at once', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const wanted = newOrg({ name: '  Paye\u0301 ', deviceLimit: 250 })
    const { status, body } = await adminApiOf(url).add(wanted)
    expect([status, body]).toMatchObject([200, { status: 'ok', handler: 'admin/orgs', agentApiKey: null }])
    expect(body.org).toMatchObject({ name: 'Payé', limit: 250, devices: 0, devicesUsed: 0, disabled: false })
    expect([body.org.createdAt, body.org.id]).toEqual([expect.stringMatching(ISO), expect.stringMatching(/^\w{12}$/)])
    const agent = apiOf(url, wanted.agentKey)
    expect((await agent.post('devices/register', { deviceId: 'a' })).status).toBe(200)
    expect((await agent.post('devices/validate', { deviceId: 'a' })).body.allowed).toBe(true)
    expect((await apiOf(url, wanted.orgKey).get('usage')).body).toMatchObject({ limit: 250, devicesUsed: 1 })
  })

  it('gets an agent key made for it, in that one reply', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const wanted = newOrg({ agentKey: undefined })
    const made = (await adminApiOf(url).add(wanted)).body.agentApiKey as string
    expect(made).toMatch(AGENT_SHAPE)
    expect((await apiOf(url, made).get('usage')).status).toBe(200)
    const later = [await adminApiOf(url).add(wanted), await adminApiOf(url).list()]
    expect(later.map(({ status }) => status)).toEqual([200, 200])
    for (const text of [made, wanted.orgKey, ADMIN_KEY]) expect(JSON.stringify(later)).not.toContain(text)
  })

  it('is made once by calls that are the same, one after another or at once', async () => {
    const { url, org } = await testAuthority({ adminKey: ADMIN_KEY })
    const wanted = newOrg()
    const together = await Promise.all([1, 2, 3].map(() => adminApiOf(url).add(wanted)))
    expect(together.map(({ body }) => body.status).sort()).toEqual(['exists', 'exists', 'ok'])
    const again = await adminApiOf(url).add(wanted)
    expect([...together, again].map(({ body }) => body.org.id)).toEqual(Array(4).fill(again.body.org.id))
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(2)
    expect((await apiOf(url, wanted.agentKey).get('usage')).status).toBe(200)
    expect((await org.get('usage')).status).toBe(200)
  })

  it('is recognized by the key that it was made with, also after that key has ended, and after a restart', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    const { agentKey: _, ...wanted } = newOrg()
    const { id } = (await adminApiOf(first.url).add(wanted)).body.org
    await apiOf(first.url, wanted.orgKey).post('org/rotate_key')
    expect((await adminApiOf(first.url).add(wanted)).body).toMatchObject({ status: 'exists', org: { id } })
    expect((await apiOf(first.url, wanted.orgKey).get('usage')).status).toBe(401)
    await first.close()
    const second = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    expect((await adminApiOf(second.url).add(wanted)).body).toMatchObject({ status: 'exists', org: { id } })
    expect((await apiOf(second.url, wanted.orgKey).get('usage')).status).toBe(401)
  })

  it('is not made again as something else: a call that wants another name, limit or agent key changes nothing', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const wanted = newOrg()
    await adminApiOf(url).add(wanted)
    const others = [{ name: 'Other' }, { deviceLimit: 11 }, { agentKey: newOrg().agentKey }, { agentKey: AGENT_KEY }]
    for (const other of others)
      expect(await adminApiOf(url).add({ ...wanted, ...other })).toMatchObject({
        status: 409,
        body: { error: 'key_used', key: 'orgKey' },
      })
    const { orgs } = (await adminApiOf(url).list()).body
    expect(orgs.slice(1)).toMatchObject([{ name: wanted.name, limit: wanted.deviceLimit }])
  })

  it('never takes a key that is one already', async () => {
    const { url, org, agent } = await testAuthority({ adminKey: ADMIN_KEY })
    const first = newOrg()
    await adminApiOf(url).add(first)
    const used: [more: object, key: string][] = [
      [{ orgKey: ORG_KEY }, 'orgKey'],
      [{ orgKey: AGENT_KEY }, 'orgKey'],
      [{ orgKey: first.agentKey }, 'orgKey'],
      [{ agentKey: AGENT_KEY }, 'agentKey'],
      [{ agentKey: first.agentKey }, 'agentKey'],
    ]
    for (const [more, key] of used)
      expect([more, await adminApiOf(url).add(newOrg(more))]).toMatchObject([
        more,
        { status: 409, body: { error: 'key_used', key } },
      ])
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(2)
    for (const key of [org, agent, apiOf(url, first.orgKey), apiOf(url, first.agentKey)])
      expect((await key.get('usage')).status).toBe(200)
  })

  it('may take a key that was an org’s before and ended, at once', async () => {
    const { url, org } = await testAuthority({ adminKey: ADMIN_KEY })
    await org.get('usage')
    await org.post('org/rotate_key')
    expect((await org.get('usage')).status).toBe(401)
    expect((await adminApiOf(url).add(newOrg({ orgKey: org.key }))).status).toBe(200)
    expect((await org.get('usage')).body).toMatchObject({ limit: 10, devicesUsed: 0 })
  })
})

describe('the list of orgs', () => {
  it('has each with its name, cap, devices and state, and no key', async () => {
    const { url, agent } = await testAuthority({ adminKey: ADMIN_KEY, deviceLimit: 7 })
    const wanted = newOrg()
    await adminApiOf(url).add(wanted)
    const org = apiOf(url, wanted.orgKey)
    for (const deviceId of ['a', 'b']) await org.post('devices/register', { deviceId })
    await org.post('devices/revoke', { deviceId: 'b' })
    await org.post('org/disable')
    await agent.post('devices/register', { deviceId: 'a' })
    const answer = await adminApiOf(url).list()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id)
    expect(answer.body).toMatchObject({
      status: 'ok',
      handler: 'admin/orgs',
      now: expect.stringMatching(ISO),
      orgs: [
        { name: null, limit: 7, devices: 1, devicesUsed: 1, disabled: false, createdAt: expect.stringMatching(ISO) },
        { name: wanted.name, limit: 10, devices: 2, devicesUsed: 1, disabled: true },
      ],
    })
    expect(JSON.stringify(answer.body)).not.toMatch(/org_(?!key)/)
  })
})

describe('the name of an org', () => {
  it('is in no answer to its own keys', async () => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const wanted = newOrg({ name: 'canary-of-a-name' })
    await adminApiOf(url).add(wanted)
    const answers = []
    for (const key of [wanted.orgKey, wanted.agentKey]) {
      const api = apiOf(url, key)
      for (const path of [
        'usage',
        'devices/list',
        'org/status',
        'org/agent_keys',
        'org/wrong_keys',
        'decisions?deviceId=a',
      ])
        answers.push(await api.get(path))
      for (const path of ['devices/register', 'devices/validate', 'devices/revoke', 'org/disable', 'org/rotate_key'])
        answers.push(await api.post(path, { deviceId: 'a' }))
    }
    for (const path of ['/healthz', '/metrics']) answers.push(await (await fetch(url + path)).text())
    expect(answers).toHaveLength(24)
    expect(JSON.stringify(answers)).not.toContain('canary')
  })
})

describe('what an admin may send', () => {
  it.each<[what: string, more: object, message: RegExp]>([
    ['no name', { name: undefined }, /^name must be 1 to 1000/],
    ['an empty name', { name: ' \u3000 ' }, /^name must/],
    ['a name with a line break', { name: 'a\nb' }, /^name must/],
    ['a name with NUL', { name: 'a\u0000b' }, /^name must/],
    ['half a character', { name: 'a\ud800' }, /^name must/],
    ['a long name', { name: 'x'.repeat(1_001) }, /^name must/],
    ['a number for a name', { name: 7 }, /^name must/],
    ['no limit', { deviceLimit: undefined }, /^deviceLimit must be a whole number from 1 to 1000000/],
    ['a limit of 0', { deviceLimit: 0 }, /^deviceLimit must/],
    ['a limit below 0', { deviceLimit: -1 }, /^deviceLimit must/],
    ['a limit above the greatest', { deviceLimit: 1_000_001 }, /^deviceLimit must/],
    ['a part of a device', { deviceLimit: 1.5 }, /^deviceLimit must/],
    ['a text for a limit', { deviceLimit: '10' }, /^deviceLimit must/],
    ['null for a limit', { deviceLimit: null }, /^deviceLimit must/],
    ['no org key', { orgKey: undefined }, /^orgKey must be org_/],
    ['a short org key', { orgKey: 'org_short' }, /^orgKey must be org_/],
    ['an org key with a space', { orgKey: `org_${'x'.repeat(20)} y` }, /^orgKey must be org_/],
    ['an org key with a line break', { orgKey: `org_${'x'.repeat(20)}\n` }, /^orgKey must be org_/],
    ['a long org key', { orgKey: `org_${'x'.repeat(300)}` }, /^orgKey must have at most 256/],
    ['a list for a key', { orgKey: [`org_${'x'.repeat(20)}`] }, /^orgKey must be org_/],
    ['a short agent key', { agentKey: 'org_agent_' }, /^agentKey must be org_agent_/],
    ['an agent key of another shape', { agentKey: `org_${'x'.repeat(40)}` }, /^agentKey must be org_agent_/],
    ['a number for an agent key', { agentKey: 0 }, /^agentKey must be org_agent_/],
    ['one key for both', { orgKey: `org_agent_${'x'.repeat(30)}`, agentKey: `org_agent_${'x'.repeat(30)}` }, /differ/],
    ['the admin key', { orgKey: ADMIN_KEY }, /^orgKey must not be the admin key/],
    ['a prototype', { name: undefined, ['__proto__']: { name: 'x' } }, /^name must/],
  ])('refuses %s with one sentence, and adds nothing', async (_what, more, message) => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const { status, body } = await adminApiOf(url).add(newOrg(more))
    expect([status, body.error]).toEqual([400, 'invalid_request'])
    expect(body.message).toMatch(message)
    expect(body.message).not.toMatch(/x{20}/)
    expect((await adminApiOf(url).list()).body.orgs).toHaveLength(1)
  })

  it.each(['', '[]', 'null', '{', '"a"', `${'['.repeat(100_000)}`])('refuses the body %j', async (body) => {
    const { url } = await testAuthority({ adminKey: ADMIN_KEY })
    const { raw } = apiOf(url, '')
    const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
    expect((await raw('admin/orgs', { method: 'POST', headers, body })).status).toBe(400)
    const text = { ...headers, 'content-type': 'text/plain' }
    expect((await raw('admin/orgs', { method: 'POST', headers: text, body })).status).toBe(415)
  })

  it.each([
    'שלום '.repeat(40).trim(),
    '\u202Egnp.exe',
    '👩🏽‍🚀 équipe 東京',
    '<script>alert(1)</script>',
    `'; DROP TABLE orgs; --`,
    '__proto__',
    'x'.repeat(1_000),
  ])('keeps the name %j as it is', async (name) => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    await adminApiOf(first.url).add(newOrg({ name }))
    await first.close()
    const { url } = await testAuthority({ dataDir, adminKey: ADMIN_KEY })
    expect((await adminApiOf(url).list()).body.orgs[1]?.name).toBe(name.normalize('NFC'))
  })
})
