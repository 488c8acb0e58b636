/** Orgs are added, changed and removed through the routes of a whole console, with real authorities behind it. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { Secret } from '@/lib/domain/secret'
import type { AddedOrg, OrgSettings } from '@/lib/domain/wire/org-settings'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { sessionCookie } from '@/lib/server/request/cookie-name'
import { cookieOf } from '@/testing/access/parties'
import { AGENT_KEY, type ApiConsole, apiConsole, ORG_KEY } from '@/testing/console/api-console'

const KEY = 'org_second_0123456789abcdefghijklmnop'
const AGENT = 'org_agent_second_0123456789abcdefghij'
const ADMIN_KEY = 'authority-admin-0123456789-0123456789'

let api: ApiConsole
let other: RunningAuthority
let owner: string
beforeEach(async () => {
  api = await apiConsole()
  other = await startAuthority({
    dataDir: ':memory:',
    port: 0,
    orgKey: KEY,
    agentKey: AGENT,
    adminKey: ADMIN_KEY,
    drainMs: 100,
  })
  owner = await party('deployment-admin')
})
afterEach(async () => {
  await api.close()
  await other.close()
})

const party = async (name: Parameters<typeof cookieOf>[1]): Promise<string> => {
  const { config, deps } = api.console
  const world = {
    db: deps.store.db,
    orgId: deps.orgs.bySlug('main')?.row.id ?? '',
    cookieName: sessionCookie(config).name,
    authSecret: config.authSecret.reveal(),
  }
  return (await cookieOf(world, name)) ?? ''
}

const NEW = { name: 'Staging agents', slug: 'staging', idPattern: '{env}:{role}' }
type Body = Record<string, unknown>
const add = async (more: Body = {}, cookie = owner) => {
  const at = { kind: 'address', baseUrl: other.url, orgKey: KEY }
  const response = await api.call('POST', '/api/new-org', { cookie, body: { id: randomUUID(), ...NEW, at, ...more } })
  return { status: response.status, ...((await response.json()) as AddedOrg & { detail?: string }) }
}
const call = async <Answer>(method: string, path: string, cookie: string, body?: unknown) => {
  const response = await api.call(method, path, { cookie, body })
  return { status: response.status, body: (await response.json()) as Answer }
}
const slugs = async () =>
  (await api.console.deps.store.db.selectFrom('orgs').select('slug').execute()).map(({ slug }) => slug)
const last = async (kind: string) => {
  const row = await api.console.deps.store.db
    .selectFrom('audit_events')
    .selectAll()
    .where('kind', '=', kind as never)
    .orderBy('sequence', 'desc')
    .executeTakeFirst()
  return row && { ...JSON.parse(row.data), reason: row.reason }
}

describe('a new org', () => {
  it('is there at once, with its maker as admin, and in the record', async () => {
    expect(await add()).toMatchObject({ status: 200, slug: 'staging', agentKey: null })
    const { status, body } = await call<OrgState>('GET', '/api/orgs/staging/state', owner)
    expect([status, body.role, body.org]).toEqual([
      200,
      'admin',
      { slug: 'staging', name: 'Staging agents', idPattern: '{env}:{role}', parts: ['env', 'role'] },
    ])
    expect(await last('org.created')).toMatchObject({ authority: other.url, name: 'Staging agents', slug: 'staging' })
    expect(JSON.stringify(await api.console.deps.store.db.selectFrom('org_keys').selectAll().execute())).not.toContain(
      KEY,
    )
  })

  it('is added once by two presses; another body under its id is a conflict', async () => {
    const id = randomUUID()
    expect((await add({ id })).status).toBe(200)
    expect(await add({ id })).toMatchObject({ status: 200, slug: 'staging' })
    expect((await add({ id, name: 'Another' })).status).toBe(409)
    expect(await slugs()).toEqual(['main', 'staging'])
  })

  it.each<[string, () => Body]>([
    [
      'a key that the authority rejects',
      () => ({ at: { kind: 'address', baseUrl: other.url, orgKey: 'org_wrong_0123456789abcdefghij' } }),
    ],
    // It reads usage and validates, and could stop nothing.
    ['an agent key', () => ({ at: { kind: 'address', baseUrl: other.url, orgKey: AGENT } })],
    ['an authority that is away', () => ({ at: { kind: 'address', baseUrl: 'http://127.0.0.1:9', orgKey: KEY } })],
    ['a key of an org that is there', () => ({ at: { kind: 'address', baseUrl: api.authority.url, orgKey: ORG_KEY } })],
    [
      'the same key by another name of its authority',
      () => ({
        at: { kind: 'address', baseUrl: api.authority.url.replace('127.0.0.1', 'localhost'), orgKey: ORG_KEY },
      }),
    ],
    ['an address of an org that is there', () => ({ slug: 'main' })],
    ['an address of a page', () => ({ slug: 'stop' })],
    ['plain http to elsewhere', () => ({ at: { kind: 'address', baseUrl: 'http://authority.example', orgKey: KEY } })],
    ['a name of 200 right-to-left characters', () => ({ name: 'ي'.repeat(200) })],
    ['parts that are none', () => ({ idPattern: 'env:role' })],
    ['a new org where there is no admin key', () => ({ at: { kind: 'embedded', deviceLimit: 5 } })],
  ])('is refused with %s, and nothing is kept', async (_name, body) => {
    const { status, detail } = await add(body())
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).not.toBe(500)
    expect(detail).toMatch(/\S/)
    expect(await slugs()).toEqual(['main'])
    expect(await api.console.deps.store.db.selectFrom('org_keys').selectAll().execute()).toHaveLength(1)
    expect(await last('org.created')).not.toMatchObject({ slug: 'staging' })
  })

  it('is refused by what answers and is no authority', async () => {
    const page = createServer((_request, response) => response.end('<html>Welcome</html>'))
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
    const { port } = page.address() as { port: number }
    const { status } = await add({ at: { kind: 'address', baseUrl: `http://127.0.0.1:${port}`, orgKey: KEY } })
    expect(status).toBe(502)
    expect(await slugs()).toEqual(['main'])
    await new Promise((resolve) => page.close(resolve))
  })

  it('does not name an org to a person who may not see it', async () => {
    const { status, detail } = await add({ at: { kind: 'address', baseUrl: api.authority.url, orgKey: ORG_KEY } })
    expect([status, detail]).toEqual([409, expect.stringContaining('another org of this console')])
  })

  it('two people who choose one address at once add one org', async () => {
    const second = 'org_third_0123456789abcdefghijklmnop'
    const third = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: second, drainMs: 100 })
    const answers = await Promise.all([add(), add({ at: { kind: 'address', baseUrl: third.url, orgKey: second } })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await slugs()).toEqual(['main', 'staging'])
    await third.close()
  })

  it('of the embedded authority is made there, and its agent key is shown once', async () => {
    Object.assign(api.console.deps, { authorityAdmin: { baseUrl: other.url, key: new Secret(ADMIN_KEY) } })
    const id = randomUUID()
    // The registry reaches the embedded authority at its own address.
    Object.assign(api.console.config, { embeddedUrl: other.url })
    const made = await add({ id, at: { kind: 'embedded', deviceLimit: 7 } })
    expect(made.status).toBe(200)
    const registered = await fetch(`${other.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': made.agentKey ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: 'prod:runner' }),
    })
    expect(registered.status).toBe(200)
    expect(await add({ id, at: { kind: 'embedded', deviceLimit: 7 } })).toMatchObject({ status: 200, agentKey: null })
  })

  it('for rehearsals is marked and named as one, from its beginning alone', async () => {
    Object.assign(api.console.deps, { authorityAdmin: { baseUrl: other.url, key: new Secret(ADMIN_KEY) } })
    Object.assign(api.console.config, { embeddedUrl: other.url })
    const id = randomUUID()
    const at = { kind: 'embedded', deviceLimit: 5, throwaway: true }
    expect(await add({ id, at })).toMatchObject({ status: 422, detail: expect.stringContaining('“Throwaway”') })
    expect(await add({ id, at, name: 'Throwaway of main' })).toMatchObject({ status: 200 })
    expect(await last('org.created')).toMatchObject({ throwaway: true })
    expect(api.console.deps.orgs.bySlug('staging')?.row.throwaway_since).toEqual(expect.any(Number))
    // The same call without the mark is another act.
    const plain = { id, at: { kind: 'embedded', deviceLimit: 5 }, name: 'Throwaway of main' }
    expect(await add(plain)).toMatchObject({ status: 409 })
  })

  it('needs an admin of the deployment who signed in lately', async () => {
    expect((await add({}, await party('admin'))).status).toBe(403)
    expect(await last('access.denied')).toMatchObject({ permission: 'deployment' })
    await api.console.deps.store.db.updateTable('sessions').set({ authenticated_at: 0 }).execute()
    expect((await add()).status).toBe(403)
    expect(await slugs()).toEqual(['main'])
  })
})

describe('settings', () => {
  const settings = (cookie: string, body?: unknown) =>
    call<OrgSettings & { detail?: string }>(body ? 'PUT' : 'GET', '/api/orgs/main/settings', cookie, body)

  it('change name, texts and parts without a restart, with before and after in the record', async () => {
    const admin = await party('admin')
    await api.agent('register', 'crewai:prod:runner:01')
    await api.console.deps.orgs.bySlug('main')?.reader.readNow()
    const changed = await settings(admin, { name: ' Größe ', idPattern: '{a}:{b}:{c}:{d}', contact: '+1 555' })
    expect(changed.body).toMatchObject({
      name: 'Größe',
      idPattern: '{a}:{b}:{c}:{d}',
      contact: '+1 555',
      runbook: null,
    })
    expect(await last('org.changed')).toMatchObject({
      name: 'Größe',
      contact: '+1 555',
      before: { name: 'main', contact: null, idPattern: '{framework}:{env}:{role}:{instance}' },
    })
    const found = await call<{ total: number }>(
      'GET',
      `/api/orgs/main/devices?q=${encodeURIComponent('b:prod')}`,
      admin,
    )
    expect([found.status, found.body.total]).toEqual([200, 1])
    expect((await call('GET', `/api/orgs/main/devices?q=${encodeURIComponent('env:prod')}`, admin)).status).toBe(422)
  })

  it('say nothing changed where nothing did', async () => {
    const admin = await party('admin')
    await settings(admin, { name: 'main' })
    expect(await last('org.changed')).toBeUndefined()
  })

  it.each([
    { name: '' },
    { name: 'a\u202eb' },
    { idPattern: '{a}:{a}' },
    { runbook: 'x'.repeat(2_001) },
    { contact: 'a\u0000' },
    { slug: 'x' },
  ])('refuse %j', async (body) => {
    const admin = await party('admin')
    expect((await settings(admin, body)).status).toBe(422)
    expect((await settings(admin)).body).toMatchObject({ name: 'main', runbook: null, contact: null })
  })

  it('keep the parts while a fence is in force', async () => {
    const admin = await party('admin')
    await api.agent('register', 'crewai:prod:runner:01')
    await api.console.deps.orgs.bySlug('main')?.reader.readNow()
    const fence = { endsAt: new Date(Date.now() + 3_600_000).toISOString() }
    const act = { id: randomUUID(), kind: 'revoke', target: { selector: 'env:prod' }, reason: 'runaway tools', fence }
    expect(await call('POST', '/api/orgs/main/operations', admin, act)).toMatchObject({ status: 202 })
    const refused = await settings(admin, { idPattern: '{a}:{b}' })
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('1 fence in force')])
  })
})

describe('another key', () => {
  it('takes the place of the one that is kept only if it can stop: an agent key cannot', async () => {
    const admin = await party('admin')
    const put = (orgKey: string) => call<{ detail?: string }>('PUT', '/api/orgs/main/key', admin, { orgKey })
    const sealed = () => api.console.deps.store.db.selectFrom('org_keys').select('ciphertext').executeTakeFirstOrThrow()
    const before = await sealed()
    expect((await put(AGENT_KEY)).status).toBeGreaterThanOrEqual(400)
    expect(await sealed()).toEqual(before)
    expect((await put(ORG_KEY)).status).toBe(200)
  })
})

describe('removing', () => {
  const remove = (cookie: string, body: unknown) =>
    call<{ detail?: string }>('POST', '/api/orgs/main/remove', cookie, body)

  it('asks for the address by hand and a reason, and leaves the record', async () => {
    const admin = await party('admin')
    expect((await remove(admin, { typed: 'mian', reason: 'old' })).status).toBe(409)
    expect((await remove(admin, { typed: 'main', reason: ' ' })).status).toBe(422)
    expect((await remove(admin, { typed: 'main', reason: 'old' })).status).toBe(200)
    expect((await call('GET', '/api/orgs/main/state', admin)).status).toBe(404)
    expect(await last('org.removed')).toMatchObject({ reason: 'old' })
    expect((await add({ slug: 'main' })).status).toBe(409)
  })
})
