/** The same device id in two orgs on two authorities, and a person who is admin of both: what is named in one is never the other's. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '@/lib/services/access/password'
import { signIn } from '@/lib/services/access/sign-in'
import { setRole } from '@/lib/store/people/members'
import { insertUser } from '@/lib/store/people/users'
import {
  type Belongings,
  changingProbes,
  FOREIGN,
  handlerOf,
  type OrgProbe,
  OWN_CHANGES,
  readingProbes,
  SHARED,
} from '@/testing/access/org-probes'
import { type ApiConsole, apiConsole, ORG_KEY, ROUTES } from '@/testing/console/api-console'
import { type SecondOrg, secondOrg } from '@/testing/console/second-org'
import { type Fields, formsOf, stopRequests } from '@/testing/console/stop-requests'

/** In everything that people wrote in `main`, and in one of its ids; sent to no other org. */
const SECRET = 'secret-of-main'
const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g
const PATIENCE = { timeout: 20_000 }

let api: ApiConsole
let other: SecondOrg
let cookie: string
let of: Belongings

const post = async (org: string, path: string, body: unknown) => {
  const response = await api.call('POST', `/api/orgs/${org}/${path}`, { cookie, body })
  expect([response.status, path]).toEqual([expect.toSatisfy((status: number) => status < 300), path])
  return response.json()
}
const act = async (org: string, body: Record<string, unknown>): Promise<string> => {
  const id = randomUUID()
  await post(org, 'operations', { id, ...body })
  await api.console.deps.running.ended(id)
  return id
}

async function insider(): Promise<string> {
  const { deps } = api.console
  const id = randomUUID()
  const email = `${SECRET}@example.org`
  const password_hash = await hashPassword('correct-horse-battery')
  const row = { id, email, name: SECRET, password_hash, created_at: 0, disabled_at: null }
  await insertUser(deps.store.db, row)
  await setRole(deps.store.db, deps.orgs.bySlug('main')?.row.id as string, id, 'viewer')
  await signIn(deps, { email, password: 'correct-horse-battery', address: null, browsers: [] })
  return id
}

async function belongings(): Promise<Belongings> {
  const secret = { owner: SECRET, purpose: SECRET, halts: SECRET, link: '' }
  const selection = await post('main', 'selections', { selector: 'env:prod' })
  const revoke = { kind: 'revoke', reason: SECRET }
  const operation = await act('main', { ...revoke, target: { ids: [SHARED, FOREIGN] } })
  const decided = (await (await api.agent('validate', SHARED)).json()) as { request_id: string }
  const orgStop = await act('main', { kind: 'disable', reason: SECRET })
  const scheduled = randomUUID()
  const startAt = new Date(Date.now() + 3_600_000).toISOString()
  await post('main', 'operations', { id: scheduled, ...revoke, target: { selector: 'env:prod' }, startAt })
  const view = { id: randomUUID(), name: SECRET, selector: 'env:prod', shared: true }
  const { note } = { note: await post('main', 'notes', { ...secret, id: randomUUID(), selector: 'env:prod' }) }
  const { key } = await post('main', 'agent-keys', { id: randomUUID(), name: SECRET })
  const rotation = {
    id: randomUUID(),
    kind: 'agent',
    keyId: key.id,
    overlapSeconds: 300,
    reason: SECRET,
    typed: 'main',
  }
  const { rotation: rotated } = await post('main', 'rotations', rotation)
  const email = `invited-${SECRET}@example.org`
  const { invitation } = await post('main', 'invitations', { id: randomUUID(), email, role: 'viewer' })
  await post('main', 'views', view)
  return {
    operation,
    orgStop,
    scheduled,
    selection,
    view: view.id,
    note: note.id,
    key: rotated.newKeyId,
    rotation: rotated.id,
    invitation: invitation.id,
    person: await insider(),
    decision: decided.request_id,
    orgKey: ORG_KEY,
  }
}

beforeAll(async () => {
  api = await apiConsole()
  other = await secondOrg(api)
  cookie = await api.cookieOf('admin')
  await other.grant(cookie, 'admin')
  for (const id of [SHARED, FOREIGN, `crewai:prod:${SECRET}:01`]) await api.agent('register', id)
  await other.agent('register', SHARED)
  await Promise.all(api.console.deps.orgs.all().map((org) => org.reader.readNow()))
  of = await belongings()
  await api.console.deps.orgs.bySlug('main')?.reader.readNow()
})
afterAll(async () => {
  await api.close()
  await other.close()
})

const ask = ({ method, path, body }: OrgProbe, org: string) =>
  api.call(method, `/api/orgs/${org}/${path}`, { cookie, body })

/** The whole answer; of a stream its first part. */
async function answer(probe: OrgProbe, org = 'other'): Promise<{ status: number; text: string }> {
  const response = await ask(probe, org)
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return { status: response.status, text: await response.text() }
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return { status: response.status, text: new TextDecoder().decode(value) }
}

/** The same with ids that nothing has. */
const withNobodysIds = (probe: OrgProbe): OrgProbe => {
  const known = new Map<string, string>()
  const nobodys = (id: string) => known.get(id) ?? known.set(id, randomUUID()).get(id) ?? id
  const text = JSON.stringify(probe).replace(UUID, nobodys)
  return JSON.parse(text.replaceAll(FOREIGN, 'crewai:prod:nobodys:01').replaceAll(of.key, `key_${'0'.repeat(16)}`))
}
const masked = (text: string) =>
  text.replace(UUID, 'ID').replaceAll(FOREIGN, 'DEVICE').replaceAll('crewai:prod:nobodys:01', 'DEVICE')

/** Everything that is kept of `main`, and what its authority says. */
async function mainNow() {
  const { deps } = api.console
  const orgId = deps.orgs.bySlug('main')?.row.id as string
  const { reads } = deps.store
  const tables = ['orgs', 'operations', 'selections', 'notes', 'saved_views', 'invitations', 'memberships'] as const
  const rows = await Promise.all(
    tables.map((table) =>
      reads
        .selectFrom(table)
        .selectAll()
        .where(table === 'orgs' ? 'orgs.id' : 'org_id', '=', orgId)
        .execute(),
    ),
  )
  const person = await reads.selectFrom('users').selectAll().where('id', '=', of.person).execute()
  const sessions = await reads.selectFrom('sessions').select('ended_at').where('user_id', '=', of.person).execute()
  const { client } = deps.orgs.bySlug('main')?.connection ?? {}
  return {
    rows,
    person,
    sessions,
    keys: await client?.agentKeys(),
    holds: await reads.selectFrom('holds').selectAll().execute(),
  }
}

const nameOf = ({ method, path, body }: OrgProbe) => `${method} ${path} ${JSON.stringify(body) ?? ''}`

it('has a request for every handler of an org', () => {
  const tried = new Set([...readingProbes(of), ...changingProbes(of)].map((probe) => handlerOf(probe, of)))
  const handlers = Object.entries(ROUTES).flatMap(([file, module]) => {
    const [, pattern] = /^\/app\/api\/orgs\/\[org\]\/(.+)\/route\.ts$/.exec(file) ?? []
    return pattern ? Object.keys(module).map((method) => `${method} ${pattern}`) : []
  })
  expect(handlers.filter((handler) => !tried.has(handler) && !OWN_CHANGES.includes(handler))).toEqual([])
})

describe('through the address of another org', () => {
  const shown = async (probes: OrgProbe[], org: string) => {
    const found: string[] = []
    for (const probe of probes) {
      const { status, text } = await answer(probe, org)
      expect([nameOf(probe), status < 500]).toEqual([nameOf(probe), true])
      if (text.includes(SECRET)) found.push(nameOf(probe))
    }
    return found
  }

  it('nothing of the first is shown', async () => {
    expect(await shown(readingProbes(of), 'other')).toEqual([])
  })

  it('mutant: a lookup that does not look at the org finds what was named', async () => {
    const foreign = readingProbes(of).filter(({ isForeign }) => isForeign)
    const refused: string[] = []
    for (const probe of foreign) if ((await answer(probe, 'main')).status !== 200) refused.push(nameOf(probe))
    expect(refused).toEqual([])
    expect((await shown(foreign, 'main')).length).toBeGreaterThan(10)
  })

  it('what belongs to the first is answered as what is not there', async () => {
    for (const probe of [...readingProbes(of), ...changingProbes(of)]) {
      if (!probe.isForeign || probe.mints) continue
      const [theirs, nobodys] = [await answer(probe), await answer(withNobodysIds(probe))]
      expect([nameOf(probe), theirs.status, masked(theirs.text)]).toEqual([
        nameOf(probe),
        nobodys.status,
        masked(nobodys.text),
      ])
    }
  })

  it('nothing of the first is changed, and nothing is done to the second', async () => {
    const before = await mainNow()
    const taken: string[] = []
    for (const probe of changingProbes(of)) {
      const { status, text } = await answer(probe)
      // 502: the authority of the second org refuses the key of the first.
      expect([nameOf(probe), status < 500 || status === 502, text.includes(SECRET)]).toEqual([
        nameOf(probe),
        true,
        false,
      ])
      if (status < 400) taken.push(nameOf(probe))
    }
    expect(taken).toEqual([])
    expect(await mainNow()).toEqual(before)
    const operations = api.console.deps.store.reads.selectFrom('operations').select('id')
    expect(await operations.where('org_id', '=', other.org.row.id).execute()).toEqual([])
    expect((await other.agent('validate', SHARED)).allowed).toBe(true)
  })
})

describe('/stop', () => {
  const stop = () => stopRequests(api)

  it('shows no stop of another org, keeps no reason for it, and takes no form of it', async () => {
    for (const id of [of.operation, of.orgStop])
      for (const path of [`/stop/other?op=${id}`, `/stop/other?op=${id}&reason`, `/stop?op=other:${id}`, '/stop/other'])
        expect(await (await stop().get(path, cookie)).text()).not.toContain(SECRET)
    const reason: Fields = [
      ['operation', of.operation],
      ['reason', 'sent to another org'],
    ]
    expect((await stop().post('/stop/other/reason', reason, cookie)).status).toBe(404)
    const chosen = await stop().post('/stop/main/part', [['q', 'env:prod']], cookie)
    const form = (await formsOf(chosen)).get('/stop/main/revoke') as Fields
    expect((await stop().post('/stop/other/revoke', form, cookie)).status).toBe(409)
    const whole = (await formsOf(await stop().get('/stop/main', cookie))).get('/stop/main') as Fields
    expect((await stop().post('/stop/other', whole, cookie)).status).toBe(409)
    expect((await other.agent('validate', SHARED)).allowed).toBe(true)
  })

  it('offers and freezes the devices of its own org alone', async () => {
    const words = await (await stop().post('/stop/other/part', [['typed', 'env:prod']], cookie)).text()
    expect(words).toMatch(/Revoke\s+1 device\s+of\s+other/)
    expect(await (await stop().get('/stop/other/part', cookie)).text()).not.toContain(SECRET)
  })
})

describe('the device that both have', () => {
  const deviceAt = async (org: string) =>
    (await (await ask({ method: 'GET', path: `device?id=${SHARED}`, isForeign: false }, org)).json()) as {
      device: { status: string }
      holds: unknown[]
      history: unknown[]
    }

  it('is revoked and held in one, active and free in the other, with a history of its own', async () => {
    expect(await deviceAt('main')).toMatchObject({ device: { status: 'revoked' }, holds: [{}] })
    expect(await deviceAt('other')).toMatchObject({ device: { status: 'active' }, holds: [], history: [] })
  })

  it('is revoked and restored in the second without touching the hold of the first', async () => {
    const revoked = await act('other', { kind: 'revoke', target: { ids: [SHARED] } })
    expect((await other.agent('validate', SHARED)).allowed).toBe(false)
    const { holds } = await deviceAt('main')
    await act('other', { kind: 'restore', undoes: revoked, reason: 'it was a test' })
    await expect.poll(async () => (await other.agent('validate', SHARED)).allowed, PATIENCE).toBe(true)
    expect((await deviceAt('main')).holds).toEqual(holds)
    expect(((await (await api.agent('validate', SHARED)).json()) as { allowed: boolean }).allowed).toBe(false)
  })
})
