/** `/stop` through its handlers, with a real console behind: who may press what, and what a page shows when parts are gone. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { signIn } from '@/lib/services/access/sign-in'
import { listEvents } from '@/lib/store/audit/audit-events'
import { findOperation } from '@/lib/store/operations'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { AGENT_KEY, type ApiConsole, apiConsole, ORG_KEY, ROUTES } from '@/testing/console/api-console'
import { type Fields, formsOf, stopRequests } from '@/testing/console/stop-requests'
import { postOrgStop } from './post-org-stop'
import { packStopForm, STOP_FORM_MS } from './stop-form'

const DEVICE = 'crewai:prod:runner:01'

let api: ApiConsole
beforeEach(async () => {
  api = await apiConsole()
  await api.agent('register', DEVICE)
  await api.console.deps.orgs.all()[0]?.reader.readNow()
})
afterEach(() => api.close())

const at = (org: string) => ({ params: Promise.resolve({ org }) })
const url = (path: string) => stopRequests(api).url(path)
const get = (path: string, cookie?: string) => stopRequests(api).get(path, cookie)
const post = (path: string, form: Fields, cookie?: string, headers?: Record<string, string>) =>
  stopRequests(api).post(path, form, cookie, headers)
const formAt = async (path: string, action: string, cookie: string) =>
  (await formsOf(await get(path, cookie))).get(action) as [string, string][]

const isStopped = async () => !((await (await api.agent('validate', DEVICE)).json()) as { allowed: boolean }).allowed
const cookieUserId = async (cookie: string) => {
  const actor = await api.console.deps.store.reads
    .selectFrom('sessions')
    .select('user_id')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return { cookie, userId: actor?.user_id as string }
}

/** A second org on the same authority. */
async function addOrg(slug: string, userId?: string): Promise<void> {
  const { deps } = api.console
  const id = randomUUID()
  await insertOrg(deps.store.db, {
    id,
    slug,
    name: slug,
    base_url: api.authority.url,
    id_pattern: '{framework}:{env}:{role}:{instance}',
    paths: '{}',
    created_at: 0,
  })
  await putOrgKey(deps.store.db, id, deps.vault.seal(id, new Secret(ORG_KEY)), 0)
  if (userId) await setRole(deps.store.db, id, userId, 'responder')
  await deps.orgs.refresh()
  await deps.orgs.bySlug(slug)?.reader.readNow()
}

describe('refused with a sentence, and nothing sent', () => {
  it.each([
    [
      'a made-up form',
      [
        ['operation', randomUUID()],
        ['issued', String(Date.now())],
        ['seal', 'x'.repeat(43)],
      ],
    ],
    ['no form at all', []],
    [
      'fields that are none',
      [
        ['operation', '1'],
        ['issued', 'x'],
        ['seal', ''],
      ],
    ],
  ] as [string, [string, string][]][])('%s', async (_, form) => {
    const response = await post('/stop/main', form, await api.cookieOf('responder'))
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('Nothing was sent')
    expect(await isStopped()).toBe(false)
  })

  it('another person’s form, another org’s form, and a form from another site', async () => {
    const ana = await api.cookieOf('responder')
    const form = await formAt('/stop', '/stop/main', ana)
    expect((await post('/stop/main', form, await api.cookieOf('admin'))).status).toBe(409)
    await addOrg('other', (await cookieUserId(ana)).userId)
    expect((await post('/stop/main', form, ana, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post('/stop', [['press', 'main:1:2:3']], ana)).status).toBe(409)
    expect(await isStopped()).toBe(false)
    expect((await post('/stop/main', form, ana)).status).toBe(200)
    expect(await isStopped()).toBe(true)
  })

  it('a viewer, and an org that is not theirs', async () => {
    const viewer = await api.cookieOf('viewer')
    expect(await (await get('/stop', viewer)).text()).not.toContain('<form')
    const form = (await formsOf(await get('/stop', await api.cookieOf('responder')))).get('/stop/main') as [
      string,
      string,
    ][]
    expect((await post('/stop/main', form, viewer)).status).toBe(403)
    expect((await post('/stop/nowhere', form, viewer)).status).toBe(404)
    expect((await post('/stop/main', form, await api.cookieOf(null))).status).toBe(404)
    expect(await isStopped()).toBe(false)
  })

  it('a form that is too old: a fresh confirm of the same org answers', async () => {
    const cookie = await api.cookieOf('responder')
    const form = await formAt('/stop', '/stop/main', cookie)
    const { clock } = api.console.deps
    clock.now = () => Date.now() + STOP_FORM_MS + 1_000
    const { deps } = api.console
    await deps.store.db
      .updateTable('sessions')
      .set({ expires_at: Date.now() + 10 * STOP_FORM_MS })
      .execute()
    const response = await post('/stop/main', form, cookie)
    expect(response.status).toBe(409)
    const fresh = (await formsOf(response)).get('/stop/main') as [string, string][]
    expect(await isStopped()).toBe(false)
    expect((await post('/stop/main', fresh, cookie)).status).toBe(200)
    expect(await isStopped()).toBe(true)
  })

  it('more than a form can be', async () => {
    const response = await post('/stop/main', [['operation', 'x'.repeat(200_000)]], await api.cookieOf('responder'))
    expect(response.status).toBe(409)
  })
})

describe('a press', () => {
  it('comes through a proxy that sends it in chunks', async () => {
    const cookie = await api.cookieOf('responder')
    const bytes = new TextEncoder().encode(new URLSearchParams(await formAt('/stop', '/stop/main', cookie)).toString())
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 10))
        controller.enqueue(bytes.slice(10))
        controller.close()
      },
    })
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    const request = new Request(url('/stop/main'), { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    expect(request.headers.has('content-length')).toBe(false)
    expect((await postOrgStop(request, at('main'))).status).toBe(200)
    expect(await isStopped()).toBe(true)
  })

  it('twice is one stop, and its result has an address of its own that a reason is added at', async () => {
    const cookie = await api.cookieOf('responder')
    const form = await formAt('/stop', '/stop/main', cookie)
    const [first] = await Promise.all([post('/stop/main', form, cookie), post('/stop/main', form, cookie)])
    const id = form.find(([name]) => name === 'operation')?.[1] as string
    expect(await first.text()).toContain(`url=/stop/main?op=${id}`)
    const { deps } = api.console
    const org = deps.orgs.all()[0]
    const events = () => listEvents(deps.store.reads, { orgIds: [org?.row.id as string], operationId: id, limit: 20 })
    expect((await events()).map((event) => event.kind).sort()).toEqual(['operation.accepted', 'operation.requested'])
    const reasonOf = (reason: string): [string, string][] => [
      ['operation', id],
      ['reason', reason],
    ]
    for (const [typed, why] of [
      ['  \n ', 'no word in it'],
      ['never mind '.repeat(60), 'longer than 500'],
    ] as const) {
      const unsaved = await post('/stop/main/reason', reasonOf(typed), cookie)
      const page = await unsaved.text()
      expect(unsaved.status).toBe(422)
      expect(page).toContain(why)
      // The form again, with what was typed.
      expect(page).toContain('action="/stop/main/reason"')
      expect(page).toContain(`>${typed}</textarea>`)
    }
    expect((await post('/stop/main/reason', reasonOf(' '))).status).toBe(303)
    const saved = await post(
      '/stop/main/reason',
      [
        ['operation', id],
        ['reason', 'runaway spending'],
      ],
      cookie,
    )
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `/stop/main?op=${id}`])
    expect(await (await get(`/stop/main?op=${id}`, cookie)).text()).toContain('runaway spending')
    const aged = await post('/stop/main/reason', [
      ['operation', id],
      ['reason', 'it was me'],
    ])
    const to = new URL(aged.headers.get('location') as string, url('/')).searchParams.get('to') as string
    expect(await (await get(to, cookie)).text()).toContain('it was me')
    expect((await findOperation(deps.store.reads, id))?.reason).toBe('runaway spending')
  })

  it('over all orgs names each of them, stops each of them, and one bad form stops none', async () => {
    const cookie = await api.cookieOf('responder')
    await addOrg('other', (await cookieUserId(cookie)).userId)
    const page = await get('/stop', cookie)
    const form = (await formsOf(page)).get('/stop') as [string, string][]
    expect(form.map(([, packed]) => packed.split(':')[0])).toEqual(['main', 'other'])
    const [bad] = [
      [
        ['press', form[0]?.[1] as string],
        ['press', `${form[1]?.[1]}x`],
      ],
    ] as [[string, string][]]
    expect((await post('/stop', bad, cookie)).status).toBe(409)
    expect(await isStopped()).toBe(false)
    const pressed = await post('/stop', form, cookie)
    const text = await pressed.text()
    expect(text).toContain('Stop in force in all 2')
    const results = /url=([^"]+)/.exec(text)?.[1]?.replaceAll('&amp;', '&') as string
    expect(await (await get(results, cookie)).text()).toContain('Stop in force in all 2')
    expect(await isStopped()).toBe(true)
    // The form of one org inside the page of all sends the same request.
    const again = await post('/stop', form, cookie)
    expect(await again.text()).toContain('Stop in force in all 2')
    const stops = await api.console.deps.store.reads.selectFrom('operations').select('id').execute()
    expect(stops).toHaveLength(2)
  })

  it('signed out: leads through sign-in back to the confirm, and sends nothing', async () => {
    expect((await post('/stop/main', [])).headers.get('location')).toBe('/sign-in?to=%2Fstop%2Fmain')
    expect((await post('/stop', [])).headers.get('location')).toBe('/sign-in?to=%2Fstop%3Fall')
    expect((await get('/stop?all', await api.cookieOf('responder'))).status).toBe(200)
  })
})

it('an authority without a stop for a whole org: the page shows before the press what it does instead', async () => {
  const [org] = api.console.deps.orgs.all()
  Object.assign(org?.reading.capabilities ?? {}, { orgDisable: 'no' })
  const cookie = await api.cookieOf('responder')
  const page = await (await get('/stop', cookie)).text()
  expect(page).toContain('This authority has no org stop: every active device is revoked instead')
  expect(page).toMatch(/type="submit">Revoke the 1 active device</)
  expect(page).not.toContain('Stop now')
})

describe('a stop that is in force', () => {
  it('is said before another, with the way back before it; once the reading is old, nothing is taken for stopped', async () => {
    const cookie = await api.cookieOf('operator')
    const form = (await formsOf(await get('/stop', cookie))).get('/stop/main') as [string, string][]
    await post('/stop/main', form, cookie)
    const page = () => get('/stop', cookie).then((response) => response.text())
    await expect.poll(page, { timeout: 10_000 }).toContain('href="/main#resume"')
    const confirm = () => get('/stop/main', cookie).then((response) => response.text())
    expect(await confirm()).toContain('main is stopped already')
    expect(await confirm()).toMatch(/type="submit">Stop now</)
    // A responder may not resume, and is not led there.
    expect(await (await get('/stop', await api.cookieOf('responder'))).text()).not.toContain('#resume')
    await api.authority.close()
    const [org] = api.console.deps.orgs.all()
    await org?.reader.readNow().catch(() => undefined)
    await expect.poll(confirm, { timeout: 10_000 }).not.toContain('is stopped already')
    expect(await confirm()).toMatch(/type="submit">Stop now</)
  })
})

describe('without a store', () => {
  it('a cookie and the permission held in memory stop the org, and do nothing else', async () => {
    const cookie = await api.cookieOf('admin')
    expect((await get('/stop', cookie)).status).toBe(200)
    const viewer = await api.cookieOf('viewer')
    expect((await get('/stop', viewer)).status).toBe(200)
    await api.console.deps.store.close()
    const page = await get('/stop', cookie)
    const form = (await formsOf(page.clone() as Response)).get('/stop/main') as [string, string][]
    expect(await page.text()).toContain('your session can stop, and nothing else')
    expect((await post('/stop/main', form, viewer)).status).toBe(503)
    expect((await post('/stop/main', form, await api.cookieOf('responder').catch(() => undefined))).status).toBe(303)
    await expectNothingElse(cookie)
    expect(await isStopped()).toBe(false)
    const pressed = await post('/stop/main', form, cookie)
    expect(await pressed.text()).toContain('Kept in the emergency file')
    expect(await isStopped()).toBe(true)
    const id = form.find(([name]) => name === 'operation')?.[1] as string
    // The answer to a press waits for the authority only so long.
    const shown = () => get(`/stop/main?op=${id}`, cookie).then((response) => response.text())
    await expect.poll(shown, { timeout: 10_000 }).toMatch(/Stop in force|All \d+ denied/)
    expect(await shown()).toContain('Kept in the emergency file')
    const reason = await post(
      '/stop/main/reason',
      [
        ['operation', id],
        ['reason', 'no disk'],
      ],
      cookie,
    )
    expect(reason.status).toBe(303)
    expect(await (await get(`/stop/main?op=${id}`, cookie)).text()).toContain('no disk')
  })

  it('an open page stops the org by the API as well', async () => {
    const cookie = await api.cookieOf('responder')
    expect((await get('/stop', cookie)).status).toBe(200)
    await api.console.deps.store.close()
    const body = { id: randomUUID(), kind: 'disable' }
    const response = await api.call('POST', '/api/orgs/main/operations', { cookie, body })
    expect((await response.json()) as unknown).toMatchObject({ stop: { status: 'accepted', recorded: 'sink' } })
    expect(await isStopped()).toBe(true)
  })

  it('that takes no session, a sign-in is good for stopping and nothing else', async () => {
    const { console } = api
    const { deps } = console
    const { hashPassword } = await import('@/lib/services/access/password')
    const admin = await cookieUserId(await api.cookieOf('admin'))
    const password_hash = await hashPassword('correct-horse-battery')
    await deps.store.db
      .updateTable('users')
      .set({ password_hash, email: 'ana@example.org' })
      .where('id', '=', admin.userId)
      .execute()
    const refusing = {
      ...deps,
      store: {
        ...deps.store,
        db: new Proxy(deps.store.db, { get: () => () => ({ execute: () => Promise.reject(new Error('full')) }) }),
      },
    }
    const signedIn = await signIn(refusing, {
      email: 'ana@example.org',
      password: 'correct-horse-battery',
      address: null,
      browsers: [],
    })
    const { encode } = await import('next-auth/jwt')
    const { sessionCookie } = await import('../request/cookie-name')
    const token = await encode({ token: { ...signedIn }, secret: console.config.authSecret.reveal() })
    const cookie = `${sessionCookie(console.config).name}=${token}`
    expect(
      deps.stopSessions
        .find(signedIn?.sessionId as string, Date.now())
        ?.roles.values()
        .next().value,
    ).toBe('responder')
    await expectNothingElse(cookie)
    const form = await formAt('/stop', '/stop/main', cookie)
    expect((await post('/stop/main', form, cookie)).status).toBe(200)
    expect(await isStopped()).toBe(true)
  })

  /** Every handler of the API, with every method it has. */
  async function expectNothingElse(cookie: string): Promise<void> {
    for (const [file, module] of Object.entries(ROUTES)) {
      if (file.includes('[...nextauth]')) continue
      const path = file
        .replace(/^\/app/, '')
        .replace(/\/route\.ts$/, '')
        .replace('[org]', 'main')
        .replace('[operation]', randomUUID())
      for (const method of Object.keys(module)) {
        const body = method === 'GET' ? undefined : { id: randomUUID(), kind: 'enable', reason: 'x' }
        const { status } = await api.call(method, path, { cookie, body })
        expect([401, 403, 503], `${method} ${path}`).toContain(status)
      }
    }
  }
})

it('shows the agent key and the org key nowhere', async () => {
  const cookie = await api.cookieOf('admin')
  const html = await (await get('/stop', cookie)).text()
  expect(html).not.toContain(ORG_KEY)
  expect(html).not.toContain(AGENT_KEY)
  expect(html).not.toContain('<script')
  expect(packStopForm('a', { operationId: 'b', issuedAt: 1, seal: 'c' })).toBe('a:b:1:c')
})
