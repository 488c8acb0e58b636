/** A session that no person used for 13 hours, over the API and `/stop`: it stops, and does nothing else. */
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashPassword } from '@/lib/services/access/password'
import { setPasswordHash } from '@/lib/store/people/users'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { type Fields, formsOf, stopRequests } from '@/testing/console/stop-requests'
import { isUseOfApi, isUseOfPage, isUseOfStop } from './request/session-use'

const DEVICE = 'crewai:prod:runner:01'
const OTHER = 'crewai:prod:runner:02'
const PASSWORD = 'correct-horse-battery-1'
const HOURS = 3_600_000

let api: ApiConsole
beforeEach(async () => {
  api = await apiConsole()
  for (const device of [DEVICE, OTHER]) await api.agent('register', device)
  await api.console.deps.orgs.all()[0]?.reader.readNow()
})
afterEach(() => api.close())

async function idleCookie(role: 'viewer' | 'admin' = 'admin'): Promise<string> {
  const cookie = await api.cookieOf(role)
  const { db } = api.console.deps.store
  const { id, user_id } = await newestSession()
  await setPasswordHash(db, user_id, await hashPassword(PASSWORD))
  await db
    .updateTable('sessions')
    .set({ last_seen_at: Date.now() - 13 * HOURS })
    .where('id', '=', id)
    .execute()
  return cookie
}

const newestSession = () =>
  api.console.deps.store.reads
    .selectFrom('sessions')
    .selectAll()
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()

const start = (cookie: string, body: object) =>
  api.call('POST', '/api/orgs/main/operations', { cookie, body: { id: randomUUID(), ...body } })
const isAllowed = async (device: string) =>
  ((await (await api.agent('validate', device)).json()) as { allowed: boolean }).allowed
const stopped = (device: string) => expect.poll(() => isAllowed(device)).toBe(false)
const operations = async () =>
  (await api.console.deps.store.reads.selectFrom('operations').select('id').execute()).length

describe('over the API', () => {
  it('disables the org, and enables it only after the password', async () => {
    const cookie = await idleCookie()
    expect((await start(cookie, { kind: 'disable' })).status).toBe(202)
    await stopped(DEVICE)
    const enable = { kind: 'enable', reason: 'the incident is over' }
    const refused = await start(cookie, enable)
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ code: 'unauthenticated', needs: 'password' })
    expect(await isAllowed(DEVICE)).toBe(false)
    const wrong = await api.call('POST', '/api/session/confirm', { cookie, body: { password: 'not-the-password' } })
    expect(wrong.status).toBe(403)
    expect((await start(cookie, enable)).status).toBe(401)
    const confirmed = await api.call('POST', '/api/session/confirm', { cookie, body: { password: PASSWORD } })
    expect(confirmed.status).toBe(200)
    expect((await start(cookie, enable)).status).toBe(202)
    await expect.poll(() => isAllowed(DEVICE)).toBe(true)
  })

  it('revokes one device and a selection; takes nothing back, its own revoke of a moment ago included', async () => {
    const cookie = await idleCookie()
    const id = randomUUID()
    expect((await start(cookie, { id, kind: 'revoke', target: { ids: [DEVICE] } })).status).toBe(202)
    await stopped(DEVICE)
    const undo = await start(cookie, { kind: 'restore', undoes: id, reason: 'a mistake' })
    expect(undo.status).toBe(401)
    const selecting = await api.call('POST', '/api/orgs/main/selections', { cookie, body: { selector: 'env:prod' } })
    expect(selecting.status).toBe(201)
    const { selectionId, digest } = (await selecting.json()) as { selectionId: string; digest: string }
    const revoked = await start(cookie, { kind: 'revoke', target: { selectionId, digest } })
    expect(revoked.status).toBe(202)
    await stopped(OTHER)
    expect(await isAllowed(DEVICE)).toBe(false)
  })

  it('refuses everything else with 401, for an org that is not there and a viewer too, and nothing changes', async () => {
    for (const cookie of [await idleCookie(), await idleCookie('viewer')]) {
      for (const path of ['/api/orgs', '/api/orgs/main/state', '/api/orgs/main/devices', '/api/orgs/no-such/state'])
        expect([path, (await api.call('GET', path, { cookie })).status]).toEqual([path, 401])
      expect((await start(cookie, { kind: 'restore', target: { ids: [DEVICE] }, reason: 'x' })).status).toBe(401)
    }
    expect((await start(await idleCookie('viewer'), { kind: 'disable' })).status).toBe(401)
    expect(await operations()).toBe(0)
  })

  it('a mutation does not bring it back', async () => {
    const cookie = await idleCookie()
    const { last_seen_at } = await newestSession()
    await start(cookie, { kind: 'revoke', target: { ids: [DEVICE] } })
    expect((await api.call('GET', '/api/orgs', { cookie, headers: { 'x-person-active': '1' } })).status).toBe(401)
    expect((await newestSession()).last_seen_at).toBe(last_seen_at)
  })
})

describe('at /stop', () => {
  const requests = () => stopRequests(api)
  const formAt = async (path: string, action: string, cookie: string) =>
    (await formsOf(await requests().get(path, cookie))).get(action) as Fields

  it('stops the whole org, shows what came of it, and offers the sign-in', async () => {
    const cookie = await idleCookie()
    const board = await (await requests().get('/stop', cookie)).text()
    expect(board).toContain('it can stop, and nothing else')
    expect(board).toContain('href="/sign-in?to=/stop"')
    expect(board).not.toContain('<script')
    expect(gzipSync(board).byteLength).toBeLessThanOrEqual(7_000)
    const form = await formAt('/stop', '/stop/main', cookie)
    expect((await requests().post('/stop/main', form, cookie)).status).toBe(200)
    await stopped(DEVICE)
    const id = form.find(([name]) => name === 'operation')?.[1]
    await expect
      .poll(async () => (await requests().get(`/stop/main?op=${id}`, cookie)).text())
      .toContain('href="/main#resume"')
    expect(await (await requests().get('/stop', cookie)).text()).toContain('href="/main#resume"')
  })

  it('stops a part', async () => {
    const cookie = await idleCookie()
    const chosen = await requests().post('/stop/main/part', [['q', 'env:prod']], cookie)
    expect(chosen.status).toBe(200)
    const form = (await formsOf(chosen)).get('/stop/main/revoke') as Fields
    expect((await requests().post('/stop/main/revoke', form, cookie)).status).toBe(200)
    await stopped(DEVICE)
  })

  it('takes a reason', async () => {
    const cookie = await idleCookie()
    const id = randomUUID()
    await start(cookie, { id, kind: 'disable' })
    const answer = await requests().post(
      '/stop/main/reason',
      [
        ['operation', id],
        ['reason', 'they loop'],
      ],
      cookie,
    )
    expect(answer.status).toBe(303)
  })
})

describe('what counts as use', () => {
  const request = (method: string, path: string, headers: Record<string, string> = {}) =>
    new Request(`http://127.0.0.1:3000${path}`, { method, headers })

  it('a change, and a reading while a person is at the page; no poll, no stream', () => {
    expect(isUseOfApi(request('GET', '/api/orgs/main/state'))).toBe(false)
    expect(isUseOfApi(request('GET', '/api/orgs/main/events', { accept: 'text/event-stream' }))).toBe(false)
    expect(isUseOfApi(request('GET', '/api/orgs/main/state', { 'x-person-active': '1' }))).toBe(true)
    expect(isUseOfApi(request('POST', '/api/orgs/main/operations'))).toBe(true)
  })

  it('a page that is opened, and none that is fetched ahead; a result of /stop only if a person asked for it', () => {
    expect(isUseOfPage(new Headers())).toBe(true)
    expect(isUseOfPage(new Headers({ 'sec-purpose': 'prefetch;prerender' }))).toBe(false)
    expect(isUseOfStop(request('GET', '/stop'))).toBe(true)
    expect(isUseOfStop(request('GET', '/stop/main?op=1'))).toBe(false)
    expect(isUseOfStop(request('GET', '/stop/main?op=1', { 'sec-fetch-user': '?1' }))).toBe(true)
    expect(isUseOfStop(request('POST', '/stop/main'))).toBe(true)
  })

  it('the API touches the session by that rule', async () => {
    const cookie = await api.cookieOf('viewer')
    const { id } = await newestSession()
    const before = Date.now() - 2 * HOURS
    const { db } = api.console.deps.store
    await db.updateTable('sessions').set({ last_seen_at: before }).where('id', '=', id).execute()
    expect((await api.call('GET', '/api/orgs/main/state', { cookie })).status).toBe(200)
    expect((await newestSession()).last_seen_at).toBe(before)
    await api.call('GET', '/api/orgs/main/state', { cookie, headers: { 'x-person-active': '1' } })
    await expect.poll(async () => (await newestSession()).last_seen_at).toBeGreaterThan(before)
  })
})
