/** A part of an org stopped through `/stop`: what is offered, what a text selects, and that the press is of what was shown. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { writeNote } from '@/lib/services/notes/notes'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import { listEvents } from '@/lib/store/audit/audit-events'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { largestStopParts } from '@/lib/views/view-stop-parts'
import { type ApiConsole, apiConsole, ORG_KEY } from '@/testing/console/api-console'
import { type Fields, formsOf, stopRequests, unescaped } from '@/testing/console/stop-requests'
import { checkStopForm, mintStopForm, STOP_FORM_MS } from './stop-form'

const PLANNER = 'crewai:prod:planner:01'
const RUNNERS = ['crewai:prod:runner:01', 'crewai:dev:runner:02', 'crewai:dev:runner:03']
/** Longer than a selection is kept, and shorter than a form is taken. */
const SELECTION_GONE_MS = 61 * 60_000

let api: ApiConsole
beforeEach(async () => {
  api = await apiConsole()
  await register(PLANNER, ...RUNNERS)
})
afterEach(() => api.close())

const orgNow = () => {
  const [org] = api.console.deps.orgs.all()
  if (!org) throw new Error('there is no org')
  return org
}
async function register(...ids: string[]): Promise<void> {
  for (const id of ids) await api.agent('register', id)
  await orgNow().reader.readNow()
}
const get = (path: string, cookie?: string) => stopRequests(api).get(path, cookie)
const post = (path: string, form: Fields, cookie?: string, headers?: Record<string, string>) =>
  stopRequests(api).post(path, form, cookie, headers)
const choose = (name: 'q' | 'typed', text: string, cookie?: string) => post('/stop/main/part', [[name, text]], cookie)
const textOf = async (response: Response) => unescaped((await response.text()).replace(/<[^>]+>/g, ''))
const confirmOf = async (response: Response) => (await formsOf(response)).get('/stop/main/revoke') as Fields

async function allowed(...ids: string[]): Promise<boolean[]> {
  const replies = await Promise.all(ids.map(async (id) => (await api.agent('validate', id)).json()))
  return replies.map((reply) => (reply as { allowed: boolean }).allowed)
}
const everybodyWorks = async () => expect(await allowed(PLANNER, ...RUNNERS)).not.toContain(false)
const selections = () => api.console.deps.store.reads.selectFrom('selections').select('selector').execute()
const operations = () => api.console.deps.store.reads.selectFrom('operations').selectAll().execute()

async function addOrgOf(slug: string, cookie: string): Promise<void> {
  const { deps } = api.console
  const person = await get('/stop', cookie).then(() =>
    deps.store.reads.selectFrom('sessions').select('user_id').orderBy('created_at', 'desc').executeTakeFirstOrThrow(),
  )
  const row = { slug, name: slug, base_url: api.authority.url, id_pattern: orgNow().row.id_pattern, paths: '{}' }
  const id = randomUUID()
  await insertOrg(deps.store.db, { id, ...row, created_at: 0 })
  await putOrgKey(deps.store.db, id, deps.vault.seal(id, new Secret(ORG_KEY)), 0)
  await setRole(deps.store.db, id, person.user_id, 'responder')
  await deps.orgs.refresh()
  await deps.orgs.bySlug(slug)?.reader.readNow()
}

describe('what is offered', () => {
  const offered = () => largestStopParts(orgNow()).map(({ part, value, active }) => `${part} ${value} ${active}`)

  it('is each environment and role with active devices, environments first, by size', async () => {
    expect(offered()).toEqual(['env prod 2', 'env dev 2', 'role runner 3', 'role planner 1'].sort(bySizeOf))
    const cookie = await api.cookieOf('responder')
    // A machine under load may find its store late for a moment; then nothing is offered.
    await expect
      .poll(async () => textOf(await get('/stop', cookie)), { timeout: 10_000 })
      .toMatch(/Environments.*2 active.*Roles.*runner3 active.*planner1 active/s)
    await invoke(startOperation, await contextOf('operator'), {
      id: randomUUID(),
      kind: 'revoke',
      target: { selector: 'role:planner' },
    })
    await api.console.deps.running.allEnded()
    await orgNow().reader.readNow()
    expect(offered()).not.toContain('role planner 1')
    expect(offered()).toContain('env prod 1')
  })

  it('is the twelve largest of 400 roles, with names of 150 characters, emoji and right-to-left text whole', async () => {
    const names = ['x'.repeat(150), 'عامل', '🤖 night', 'a<b>&"c\'', 'paypal', 'pаypal']
    const crowd = [...Array(400).keys()].map((at) => `crewai:prod:role-${at}:01`)
    const large = names.flatMap((name, index) => [1, 2, 3, 4].map((at) => `crewai:prod:${name}:${index}${at}`))
    await Promise.all([...crowd, ...large].map((id) => api.agent('register', id)))
    await orgNow().reader.readNow()
    const parts = largestStopParts(orgNow())
    expect(parts).toHaveLength(12)
    expect(parts.slice(0, 2).map(({ part }) => part)).toEqual(['env', 'env'])
    expect(parts.map(({ value }) => value)).toEqual(expect.arrayContaining([...names, 'runner']))
    const cookie = await api.cookieOf('responder')
    const page = await (await get('/stop', cookie)).text()
    expect(page).not.toContain('<b>')
    for (const { selector, value } of parts.filter((part) => names.includes(part.value))) {
      const form = await confirmOf(await choose('q', selector, cookie))
      await post('/stop/main/revoke', form, cookie)
      const id = form.find(([name]) => name === 'operation')?.[1]
      expect([value, (await operations()).find((row) => row.id === id)?.total]).toEqual([value, 4])
    }
  })

  it('is nothing to a viewer, on the page and by a form', async () => {
    const viewer = await api.cookieOf('viewer')
    expect(await (await get('/stop', viewer)).text()).not.toContain('<form')
    expect((await get('/stop/main/part', viewer)).status).toBe(403)
    expect((await choose('q', 'env:dev', viewer)).status).toBe(403)
    const form = await confirmOf(await choose('q', 'env:dev', await api.cookieOf('responder')))
    expect((await post('/stop/main/revoke', form, viewer)).status).toBe(403)
    expect((await choose('q', 'env:dev', await api.cookieOf(null))).status).toBe(404)
    await everybodyWorks()
  })

  it('with several orgs has a page of its own', async () => {
    const cookie = await api.cookieOf('responder')
    await addOrgOf('other', cookie)
    const board = await (await get('/stop', cookie)).text()
    expect(board).toContain('href="/stop/main/part"')
    expect(board).not.toContain('action="/stop/main/part"')
    expect(await (await get('/stop/main/part', cookie)).text()).toContain('value="env:dev"')
  })
})

const bySizeOf = (a: string, b: string) =>
  Number(a.startsWith('role')) - Number(b.startsWith('role')) || Number(b.at(-1)) - Number(a.at(-1)) || (a < b ? -1 : 1)

async function contextOf(role: 'operator') {
  const cookie = await api.cookieOf(role)
  await get('/stop', cookie)
  const { deps } = api.console
  const { user_id, id } = await deps.store.reads
    .selectFrom('sessions')
    .selectAll()
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  const now = deps.clock.now()
  const roles = new Map([[orgNow().row.id, role]])
  const actor = {
    userId: user_id,
    name: role,
    email: 'x',
    sessionId: id,
    authenticatedAt: now,
    isIdle: false,
    deploymentAdmin: false,
    roles,
  }
  return { deps, actor, requestId: randomUUID(), address: null, orgSlug: 'main' }
}

describe('two taps', () => {
  it('show what will be revoked, revoke exactly that once, and tell what came of it', async () => {
    const cookie = await api.cookieOf('responder')
    const chosen = await choose('q', 'role:runner', cookie)
    expect(chosen.status).toBe(200)
    const words = await textOf(chosen.clone() as Response)
    expect(words).toContain('Revoke 3 devices of main?')
    expect(words).toContain('Matching role:runner')
    expect(words).toContain('3 devices will be revoked.')
    expect(words).toMatch(/New matches are not included\. Read (just now|\d+.s ago)\./)
    expect(words).toContain('devrunner2')
    expect(words).toContain('prodrunner1')
    await everybodyWorks()
    const form = await confirmOf(chosen)
    const [first] = await Promise.all([
      post('/stop/main/revoke', form, cookie),
      post('/stop/main/revoke', form, cookie),
    ])
    const id = form.find(([name]) => name === 'operation')?.[1] as string
    expect(first.status).toBe(200)
    expect(await first.clone().text()).toContain(`url=/stop/main?op=${id}`)
    expect(await allowed(PLANNER, ...RUNNERS)).toEqual([true, false, false, false])
    expect(await operations()).toMatchObject([{ id, kind: 'revoke', total: 3, selector: 'role:runner' }])
    const events = await listEvents(api.console.deps.store.reads, {
      orgIds: [orgNow().row.id],
      operationId: id,
      limit: 9,
    })
    expect(events.filter(({ kind }) => kind === 'operation.requested')).toHaveLength(1)
    await api.console.deps.running.allEnded()
    await orgNow().reader.readNow()
    const result = await textOf(await get(`/stop/main?op=${id}`, cookie))
    expect(result).toContain('All 3 denied')
    expect(result).toContain('3 of 3 confirmed')
    expect(result).toContain('Revoke of 3 devices matching role:runner')
    // Revoked already: said so, and nothing is claimed that was not read.
    const again = await choose('q', 'env:prod', cookie)
    expect(await textOf(again)).toContain('1 device will be revoked. 1 device is revoked already.')
  })

  it('ask for nothing else: an aged sign-in and the role responder are enough', async () => {
    const cookie = await api.cookieOf('responder', { signedInMsAgo: 6 * 86_400_000 })
    const form = await confirmOf(await choose('q', 'env:dev', cookie))
    expect((await post('/stop/main/revoke', form, cookie)).status).toBe(200)
    expect(await allowed(...RUNNERS)).toEqual([true, false, false])
  })

  it('add a reason afterwards, and show the way back to whom may go it', async () => {
    const operator = await api.cookieOf('operator')
    const form = await confirmOf(await choose('q', 'env:dev', operator))
    await post('/stop/main/revoke', form, operator)
    await api.console.deps.running.allEnded()
    const id = form.find(([name]) => name === 'operation')?.[1] as string
    const reason: Fields = [
      ['operation', id],
      ['reason', 'runaway spending'],
    ]
    expect((await post('/stop/main/reason', reason, operator)).status).toBe(303)
    const page = await (await get(`/stop/main?op=${id}`, operator)).text()
    expect(page).toContain('runaway spending')
    expect(page).toContain(`href="/main/operations/${id}#undo"`)
    const responder = await api.cookieOf('responder')
    expect(await (await get(`/stop/main?op=${id}`, responder)).text()).not.toContain('#undo')
  })

  it('say whose look-alike is left out', async () => {
    await register('crewai:prod:p1anner:01')
    const page = await textOf(await choose('q', 'role:planner', await api.cookieOf('responder')))
    expect(page).toContain('1 device has an id that looks like one of these and is not included.')
  })

  type Press = (form: Fields, cookie: string) => Promise<unknown>

  /** Devices that a press stopped though its confirm did not show them. */
  async function stoppedUnseen(press: Press): Promise<string[]> {
    const cookie = await api.cookieOf('responder')
    const form = await confirmOf(await choose('q', 'role:runner', cookie))
    const later = 'crewai:prod:runner:99'
    await register(later)
    await press(form, cookie)
    await api.console.deps.running.allEnded()
    expect(await allowed(RUNNERS[0] as string)).toEqual([false])
    return (await allowed(later, PLANNER)).flatMap((works, at) => (works ? [] : [at === 0 ? later : PLANNER]))
  }

  it('act on what was shown, even if more match now', async () => {
    expect(await stoppedUnseen((form, cookie) => post('/stop/main/revoke', form, cookie))).toEqual([])
  })

  it('mutant: a press that selects anew stops what was not shown', async () => {
    const selectAnew: Press = async (form) => {
      const selector = form.find(([name]) => name === 'q')?.[1] as string
      await invoke(startOperation, await contextOf('operator'), {
        id: randomUUID(),
        kind: 'revoke',
        target: { selector },
      })
    }
    expect(await stoppedUnseen(selectAnew)).toEqual(['crewai:prod:runner:99'])
  })
})

describe('a form that was not made for this press sends nothing', () => {
  const replaced = (form: Fields, name: string, value: string): Fields =>
    form.map(([field, text]) => [field, field === name ? value : text])

  it('of another person, another org, another selection, or the whole org', async () => {
    const ana = await api.cookieOf('responder')
    await addOrgOf('other', ana)
    const runner = await confirmOf(await choose('q', 'role:runner', ana))
    const dev = await confirmOf(await choose('q', 'env:dev', ana))
    const whole = (await formsOf(await get('/stop', ana))).get('/stop/main') as Fields
    const fieldOf = (form: Fields, name: string) => form.find(([field]) => field === name)?.[1] as string
    const swapped = replaced(runner, 'selection', fieldOf(dev, 'selection'))
    const refused: [string, string, Fields, string][] = [
      ['another person', '/stop/main/revoke', runner, await api.cookieOf('admin')],
      ['another org', '/stop/other/revoke', runner, ana],
      ['another selection', '/stop/main/revoke', swapped, ana],
      ['another selection, digest too', '/stop/main/revoke', replaced(swapped, 'digest', fieldOf(dev, 'digest')), ana],
      ['another operation', '/stop/main/revoke', replaced(runner, 'operation', randomUUID()), ana],
      ['the form of the whole org', '/stop/main/revoke', [...whole, ...runner.slice(3)], ana],
      ['pressed as the whole org', '/stop/main', runner, ana],
      ['no seal', '/stop/main/revoke', replaced(runner, 'seal', ''), ana],
      ['no form', '/stop/main/revoke', [], ana],
    ]
    for (const [what, path, form, cookie] of refused) {
      const response = await post(path, form, cookie)
      expect([what, response.status]).toEqual([what, 409])
      expect(await response.text()).toContain('Nothing was sent')
    }
    const elsewhere = await post('/stop/main/revoke', runner, ana, { 'sec-fetch-site': 'cross-site' })
    expect(elsewhere.status).toBe(403)
    expect((await post('/stop/main/part', [['q', 'env:dev']], ana, { 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    )
    await everybodyWorks()
    expect(await operations()).toEqual([])
    expect((await post('/stop/main/revoke', runner, ana)).status).toBe(200)
  })

  it.each([
    ['a form that is too old', STOP_FORM_MS + 1_000],
    ['a selection that is not kept any more', SELECTION_GONE_MS],
  ])('%s: a fresh confirm of the same devices answers', async (_, laterMs) => {
    const cookie = await api.cookieOf('responder')
    const form = await confirmOf(await choose('q', 'env:dev', cookie))
    const { deps } = api.console
    const later = Date.now() + laterMs
    deps.clock.now = () => later
    await deps.store.db
      .updateTable('sessions')
      .set({ expires_at: later + STOP_FORM_MS })
      .execute()
    const response = await post('/stop/main/revoke', form, cookie)
    expect(response.status).toBe(409)
    expect(await textOf(response.clone() as Response)).toContain('Nothing was sent. Press again here.')
    await everybodyWorks()
    const fresh = await confirmOf(response)
    expect((await post('/stop/main/revoke', fresh, cookie)).status).toBe(200)
    // The answer waits for the authority only so long.
    await expect.poll(() => allowed(...RUNNERS), { timeout: 10_000 }).toEqual([true, false, false])
  })

  const SECRET = new Secret('a-secret-that-is-long-enough-for-this')
  const BOUND = { userId: 'ana', orgId: 'main', selection: { selectionId: randomUUID(), digest: 'a'.repeat(64) } }
  type Bound = Parameters<typeof mintStopForm>[1]
  const OTHERS: Record<string, Bound> = {
    user: { ...BOUND, userId: 'ben' },
    org: { ...BOUND, orgId: 'other' },
    selection: { ...BOUND, selection: { ...BOUND.selection, selectionId: randomUUID() } },
    digest: { ...BOUND, selection: { ...BOUND.selection, digest: 'b'.repeat(64) } },
    whole: { userId: BOUND.userId, orgId: BOUND.orgId },
  }

  /** The presses that take the form, though it was made for another. `seen`: what of a press the seal looks at. */
  function wronglyTaken(seen: (bound: Bound) => Bound): string[] {
    const form = mintStopForm(SECRET, seen(BOUND), 1_000)
    expect(checkStopForm(SECRET, seen(BOUND), form, 2_000)).toBe('valid')
    return Object.entries(OTHERS).flatMap(([name, other]) =>
      checkStopForm(SECRET, seen(other), form, 2_000) === 'valid' ? [name] : [],
    )
  }

  it('by its seal', () => expect(wronglyTaken((bound) => bound)).toEqual([]))

  it.each<[string, (bound: Bound) => Bound, string[]]>([
    ['the user', (bound) => ({ ...bound, userId: '' }), ['user']],
    ['the org', (bound) => ({ ...bound, orgId: '' }), ['org']],
    ['the selection', ({ selection: _, ...bound }) => bound, ['selection', 'digest', 'whole']],
  ])('mutant: a seal that does not look at %s', (_, seen, taken) => {
    expect(wronglyTaken(seen)).toEqual(taken)
  })
})

describe('a text', () => {
  it.each([
    ['a value in another letter case', 'PROD', 'env:prod', 2],
    ['a role with white space around it', '  Runner ', 'role:runner', 3],
    ['a selector', 'env:dev instance:02', 'env:dev instance:02', 1],
    ['a piece of an id', 'plan', 'plan', 1],
    ['typographic quotes', 'env:“dev”', 'env:“dev”', 2],
  ])('that is %s selects it', async (_, typed, selector, count) => {
    const cookie = await api.cookieOf('responder')
    const words = await textOf(await choose('typed', typed, cookie))
    expect(words).toContain(`Matching ${selector}`)
    expect(words).toContain(`Revoke ${count === 1 ? '1 device' : `${count} devices`} of main?`)
  })

  it('that is a role and an environment is what a selector says', async () => {
    await register('crewai:runner:x:01')
    expect(await textOf(await choose('typed', 'runner', await api.cookieOf('responder')))).toContain('Revoke 4 devices')
  })

  it.each([
    ['does not parse', 'env:"prod', 'quote is not closed', '"'],
    ['has an unknown term', 'planet:mars', 'planet', 'p'],
    ['has a grammar of its own', 'env=prod', 'env:prod', '='],
    ['names an operation that is not there', `op:${randomUUID()}`, 'there is no operation', 'o'],
  ])('that %s is an error at its character, and nothing is selected', async (_, typed, why, char) => {
    const cookie = await api.cookieOf('responder')
    const response = await choose('typed', typed, cookie)
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toMatch(new RegExp(`<mark>${unescaped(char) === '"' ? '&quot;' : char}</mark>`))
    expect(html).toContain('Nothing was selected.')
    expect(unescaped(html)).toContain(why)
    // What was typed is still there.
    expect(unescaped(html)).toContain(`value="${typed}"`)
    expect(await selections()).toEqual([])
  })

  it.each([
    ['matches nothing', 'role:absent', 'Nothing matches.'],
    ['is empty', '  ', 'Type a selector'],
    ['is too long', 'x'.repeat(5_000), 'at most 4096'],
  ])('that %s selects nothing', async (_, typed, why) => {
    const response = await choose('typed', typed, await api.cookieOf('responder'))
    expect(response.status).toBe(422)
    expect(await textOf(response)).toContain(why)
    expect(await selections()).toEqual([])
  })

  it('an empty selector from a button is not the whole fleet', async () => {
    const cookie = await api.cookieOf('responder')
    expect((await choose('q', '', cookie)).status).toBe(422)
    expect(await selections()).toEqual([])
  })

  it('signed out: sign-in leads back to the page with what was typed, and a GET freezes nothing', async () => {
    const response = await choose('typed', 'env:dev & more', undefined)
    expect(response.status).toBe(303)
    const to = new URL(response.headers.get('location') as string, stopRequests(api).url('/')).searchParams.get('to')
    const page = await get(to as string, await api.cookieOf('responder'))
    expect(page.status).toBe(200)
    expect(unescaped(await page.text())).toContain('value="env:dev & more"')
    expect((await post('/stop/main/revoke', [['q', 'env:dev']])).headers.get('location')).toContain('/sign-in?to=')
    expect(await selections()).toEqual([])
  })
})

describe('notes', () => {
  const CONTENT = { purpose: 'Bills', link: 'https://example.org/' }
  const write = async (selector: string, owner: string, halts: string) =>
    invoke(writeNote, await contextOf('operator'), { id: randomUUID(), selector, owner, halts, ...CONTENT })

  it('of what is about to be stopped are read before the confirm, three at most, as text', async () => {
    await write('role:planner', 'Ann', 'Plans')
    await write('role:runner', '<b>Payments</b> فريق', 'Card payments')
    for (const at of ['01', '02', '03']) await write(`instance:${at} role:runner`, `Owner ${at}`, '')
    const html = await (await choose('q', 'role:runner', await api.cookieOf('responder'))).text()
    expect(html.indexOf('What halts')).toBeLessThan(html.indexOf('type="submit"'))
    for (const owner of ['Owner 01', 'Owner 02', 'Owner 03']) expect(html).toContain(`<bdi>${owner}</bdi>`)
    expect(html).toContain('and 1 more')
    // Whose words they are, and how old.
    expect(html.match(/Noted by <bdi>[^<]+<\/bdi>, \d+\u00a0\w{3}\u00a0\d{4}/g)).toHaveLength(3)
    expect(html).not.toMatch(/Ann|Bills|<script|<b>/)
    expect(html).toMatch(/<a href="https:\/\/[^"]+" target="_blank" rel="noreferrer noopener">[\w.]*example\.org<\/a>/)
    const dev = await (await choose('q', 'env:dev role:runner', await api.cookieOf('responder'))).text()
    expect(dev).toContain('<bdi>&lt;b&gt;Payments&lt;/b&gt; فريق</bdi></strong>: <bdi>Card payments</bdi>')
  })

  it('that say neither who nor what halts, or of other devices, leave the page as it is', async () => {
    await write('role:planner', 'Ann', 'Plans')
    await write('role:runner', '', '')
    expect(await textOf(await choose('q', 'role:runner', await api.cookieOf('responder')))).not.toContain('What halts')
  })

  /** Of a store that answers nothing about notes, or only whether there are some. */
  function holdUpNotes(answers: Record<string, () => Promise<unknown>>): void {
    const { deps } = api.console
    const held: object = new Proxy({}, { get: (_, name) => answers[String(name)] ?? (() => held) })
    deps.store.reads = new Proxy(deps.store.reads, {
      get: (db, name) =>
        name === 'selectFrom'
          ? (table: string) => (table === 'notes' ? held : db.selectFrom(table as 'orgs'))
          : Reflect.get(db, name),
    })
  }
  const never = () => new Promise(() => {})
  const fails = () => Promise.reject(new Error('disk I/O error'))
  const some = () => Promise.resolve({ id: 'one' })

  it.each([
    ['fail', { execute: fails, executeTakeFirst: fails }],
    ['fail after the first question', { execute: fails, executeTakeFirst: some }],
    ['come too late', { execute: never, executeTakeFirst: never }],
    ['come too late after the first question', { execute: never, executeTakeFirst: some }],
  ])('that %s keep no confirm from being shown and pressed, and nothing is said of them', async (_, answers) => {
    await write('role:runner', 'Ann', 'Payments')
    holdUpNotes(answers)
    const cookie = await api.cookieOf('responder')
    const response = await choose('q', 'role:runner', cookie)
    expect(response.status).toBe(200)
    const form = await confirmOf(response.clone() as Response)
    expect(await textOf(response)).not.toContain('What halts')
    expect((await post('/stop/main/revoke', form, cookie)).status).toBe(200)
    expect(await allowed(...RUNNERS)).toEqual([false, false, false])
  })
})

describe('without a store', () => {
  it('what was chosen is revoked, only the whole org is offered anew, and the page says so', async () => {
    const cookie = await api.cookieOf('admin')
    const form = await confirmOf(await choose('q', 'env:dev', cookie))
    await get('/stop', cookie)
    await api.console.deps.store.close()
    const page = await get('/stop', cookie)
    const html = await page.clone().text()
    expect(html).not.toContain('/part')
    expect(unescaped(html)).toContain('The whole org can be stopped.')
    const chosen = await choose('q', 'env:dev', cookie)
    expect(chosen.status).toBe(503)
    expect(unescaped(await chosen.text())).toContain('The whole org can be stopped.')
    const pressed = await post('/stop/main/revoke', form, cookie)
    expect(await pressed.text()).toContain('Kept in the emergency file')
    expect(await allowed(PLANNER, ...RUNNERS)).toEqual([true, true, false, false])
    const whole = (await formsOf(page)).get('/stop/main') as Fields
    expect((await post('/stop/main', whole, cookie)).status).toBe(200)
    expect(await allowed(PLANNER)).toEqual([false])
  })

  it('that reads and takes no writes: nothing can be chosen, and what was chosen is revoked all the same', async () => {
    const cookie = await api.cookieOf('responder')
    const form = await confirmOf(await choose('q', 'env:dev', cookie))
    const { deps } = api.console
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }))
    deps.store.db = new Proxy(deps.store.db, {
      get: (db, name) => (name === 'transaction' ? () => ({ execute: full }) : Reflect.get(db, name)),
    })
    expect((await choose('q', 'env:dev', cookie)).status).toBe(503)
    const pressed = await post('/stop/main/revoke', form, cookie)
    expect(await pressed.text()).toContain('Kept in the emergency file')
    expect(await allowed(...RUNNERS)).toEqual([true, false, false])
  })
})

describe('beside the button', () => {
  it('the runbook and the contact are text with https links', async () => {
    const { deps } = api.console
    const runbook = '1. <b>Look</b> at https://example.org/run?a=1&b=2.\n2. http://plain.example javascript:alert(1)'
    await deps.store.db.updateTable('orgs').set({ runbook, contact: 'Ann, ext. 12' }).execute()
    await deps.orgs.refresh()
    const html = await (await get('/stop', await api.cookieOf('viewer'))).text()
    expect(html).toContain('Ann, ext. 12')
    expect(html).toContain('&lt;b&gt;Look&lt;/b&gt;')
    expect(html).toMatch(/<a href="https:\/\/example\.org\/run\?a=1&amp;b=2"[^>]*rel="noopener noreferrer"/)
    expect(html).not.toMatch(/href="(http:|javascript:)/)
    await deps.store.db.updateTable('orgs').set({ runbook: null, contact: null }).execute()
    await deps.orgs.refresh()
    expect(await (await get('/stop', await api.cookieOf('viewer'))).text()).not.toContain('Contact')
  })

  it('the others who look at this org now are named, for a minute', async () => {
    const [ana, ben, stranger] = [
      await api.cookieOf('responder'),
      await api.cookieOf('viewer'),
      await api.cookieOf(null),
    ]
    await get('/stop', stranger)
    expect(await (await get('/stop', ana)).text()).not.toContain('Also here now')
    expect(await textOf(await get('/stop', ben))).toContain('Also here now: responder.')
    expect(await textOf(await get('/stop', ana))).toContain('Also here now: viewer.')
    const { clock } = api.console.deps
    const later = Date.now() + 60_001
    clock.now = () => later
    expect(await (await get('/stop', ana)).text()).not.toContain('Also here now')
  })

  it('a resume of the whole org is offered to whom may', async () => {
    const operator = await api.cookieOf('operator')
    const form = (await formsOf(await get('/stop', operator))).get('/stop/main') as Fields
    await post('/stop/main', form, operator)
    const id = form.find(([name]) => name === 'operation')?.[1]
    const page = await (await get(`/stop/main?op=${id}`, operator)).text()
    expect(page).toContain('href="/main#resume"')
    expect(page).toContain('needs JavaScript')
    expect(await (await get(`/stop/main?op=${id}`, await api.cookieOf('responder'))).text()).not.toContain('#resume')
  })
})
