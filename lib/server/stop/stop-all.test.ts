/** One press over several orgs: each has its own stop and its own outcome, and none waits for another. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiConsole, apiConsole } from '@/testing/console/api-console'
import { waitForAnswers } from '@/testing/console/patient-calls'
import { type SecondOrg, secondOrg } from '@/testing/console/second-org'
import { type Fields, formsOf, stopRequests, unescaped } from '@/testing/console/stop-requests'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, gated, hang, json, reset } from '@/testing/faults/faults'
import { createGate } from '@/testing/faults/gate'
import { forward } from '@/testing/faults/proxy-faults'
import { STOPS_SHOWN_MAX } from './get-org-stop'
import { STOP_FORM_MS } from './stop-form'

/** The same in both orgs. */
const DEVICE = 'crewai:prod:runner:01'
const DISABLE = '/api/v1/org/disable'
const PATIENCE = { timeout: 15_000 }

let api: ApiConsole
let faults: FaultServer
let second: SecondOrg

/** `alpha` is stopped before `main`, `zeta` after it. */
async function begin(slug: string): Promise<void> {
  const baseUrl = ({ url }: { url: string }) => {
    faults.always(forward(url))
    return faults.url
  }
  second = await secondOrg(api, { slug, baseUrl })
  await second.agent('register', DEVICE)
  await second.org.reader.readNow()
}
beforeEach(async () => {
  api = await apiConsole()
  faults = await startFaultServer()
  await api.agent('register', DEVICE)
  await api.console.deps.orgs.bySlug('main')?.reader.readNow()
})
afterEach(async () => {
  await api.close()
  await second.close()
  await faults.close()
})

const get = (path: string, cookie: string) => stopRequests(api).get(path, cookie)
const post = (path: string, form: Fields, cookie: string) => stopRequests(api).post(path, form, cookie)
const textOf = async (response: Response) => unescaped((await response.text()).replace(/<[^>]+>/g, ' '))
const formOfAll = async (cookie: string) => (await formsOf(await get('/stop', cookie))).get('/stop') as Fields

async function responderOfBoth(): Promise<string> {
  const cookie = await api.cookieOf('responder')
  await second.grant(cookie, 'responder')
  return cookie
}

const isMainStopped = async () =>
  !((await (await api.agent('validate', DEVICE)).json()) as { allowed: boolean }).allowed
const isSecondStopped = async () => !(await second.agent('validate', DEVICE)).allowed
const stops = () => api.console.deps.store.reads.selectFrom('operations').select(['id', 'org_id', 'kind']).execute()

/** Where the answer to a press leads. */
const resultsAt = (html: string) => unescaped(/;url=([^"]+)"/.exec(html)?.[1] ?? '')

describe.each(['alpha', 'zeta'])('beside main, %s', (slug) => {
  beforeEach(() => begin(slug))

  it.each<[string, Fault]>([
    ['is cut off', reset()],
    ['answers nothing', hang()],
    ['answers with a fault', json({ status: 'error' }, 503)],
  ])('%s: its stop is queued, main is stopped; it is sent again until it is in force', async (_, fault) => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    faults.on(DISABLE, fault)
    faults.on('/api/v1/org/status', fault)
    const pressed = await (await post('/stop', form, cookie)).text()
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
    const shown = async () => textOf(await get(resultsAt(pressed), cookie))
    await expect.poll(shown, PATIENCE).toMatch(/Stop in force in 1 of 2.*(Queued|not known|unknown)/is)
    expect(await isSecondStopped()).toBe(false)
    faults.on(DISABLE, forward(second.authority.url))
    faults.on('/api/v1/org/status', forward(second.authority.url))
    await expect.poll(isSecondStopped, PATIENCE).toBe(true)
    await expect.poll(shown, PATIENCE).toContain('Stop in force in all 2')
    expect((await stops()).map(({ kind }) => kind)).toEqual(['disable', 'disable'])
  })

  it('has a fault of the console itself: that is said of it alone', async () => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    const broken = () => {
      throw new TypeError('this org is broken')
    }
    Object.defineProperty(second.org, 'stopAttempt', { get: broken, set: broken })
    const words = await textOf(await post('/stop', form, cookie))
    expect(words).toMatch(/Stop in force in [01] of 2/)
    expect(words).not.toContain('this org is broken')
    expect(words).toContain(`Stop ${slug} on its own`)
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
  })

  it('was removed, or the role in it was taken away: main is stopped, and that is said', async () => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    await second.grant(cookie, null)
    const pressed = await (await post('/stop', form, cookie)).text()
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
    const shown = async () => textOf(await get(resultsAt(pressed), cookie))
    await expect.poll(shown, PATIENCE).toContain('Stop in force in 1 of 2')
    expect(await shown()).toContain(`There is no org "${slug}" that you may see`)
    // No way to a page that does not exist.
    expect(await shown()).not.toContain(`Stop ${slug} on its own`)
    expect(await isSecondStopped()).toBe(false)
  })

  type Send = (form: Fields, cookie: string) => Promise<unknown>
  /** Whether main is stopped although this person may stop the second org no more. */
  async function isMainStoppedBy(send: Send): Promise<boolean> {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    await second.grant(cookie, 'viewer')
    await send(form, cookie)
    expect(await isSecondStopped()).toBe(false)
    const settled = async () => (await stops()).length > 0 && (await isMainStopped())
    return expect
      .poll(settled, { timeout: 3_000 })
      .toBe(true)
      .then(
        () => true,
        () => false,
      )
  }

  it('is not the person’s to stop any more: main is stopped', async () => {
    expect(await isMainStoppedBy((form, cookie) => post('/stop', form, cookie))).toBe(true)
  })

  it('mutant: one after the other, and the first that fails ends it', async () => {
    const oneAfterTheOther: Send = async (form, cookie) => {
      for (const [, packed] of form) {
        const [org = '', operation = '', issued = '', seal = ''] = packed.split(':')
        const fields: Fields = Object.entries({ operation, issued, seal })
        if ((await post(`/stop/${org}`, fields, cookie)).status !== 200) return
      }
    }
    // What comes before the org that fails is stopped by the mutant too.
    expect(await isMainStoppedBy(oneAfterTheOther)).toBe(slug === 'zeta')
  })
})

describe('two orgs', () => {
  beforeEach(() => begin('zeta'))

  it('the answer waits for no authority: it shows what is requested, and is sent on', async () => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    const gate = createGate()
    faults.on(DISABLE, gated(gate, forward(second.authority.url)))
    waitForAnswers(second.org)
    const pressed = await (await post('/stop', form, cookie)).text()
    await gate.came()
    expect(pressed).toMatch(/Stop in force in [01] of 2/)
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
    gate.open()
    await expect.poll(async () => textOf(await get(resultsAt(pressed), cookie)), PATIENCE).toContain('in all 2')
  })

  it('who may stop only one of them is offered no press over several, and the confirm names what it leaves out', async () => {
    const cookie = await api.cookieOf('responder')
    await second.grant(cookie, 'viewer')
    expect(await formOfAll(cookie)).toBeUndefined()
    const words = await textOf(await get('/stop?all', cookie))
    expect(words).toMatch(/Stop main\?.*Not stopped by this.*zeta/s)
    await second.grant(cookie, 'responder')
    expect(await textOf(await get('/stop', cookie))).toContain('Stop both orgs')
  })

  it('a form that is too old sends nothing, and a fresh confirm of all answers', async () => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    const { deps } = api.console
    const later = Date.now() + STOP_FORM_MS + 1_000
    deps.clock.now = () => later
    const expires_at = later + STOP_FORM_MS
    await deps.store.db.updateTable('sessions').set({ expires_at }).execute()
    const response = await post('/stop', form, cookie)
    expect(response.status).toBe(409)
    expect([await isMainStopped(), await isSecondStopped()]).toEqual([false, false])
    const fresh = (await formsOf(response)).get('/stop') as Fields
    await post('/stop', fresh, cookie)
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
    await expect.poll(isSecondStopped, PATIENCE).toBe(true)
  })

  it('without a store both are stopped, by who may stop both', async () => {
    const cookie = await responderOfBoth()
    await get('/stop', cookie)
    await api.console.deps.store.close()
    const form = await formOfAll(cookie)
    expect(form).toHaveLength(2)
    const pressed = await (await post('/stop', form, cookie)).text()
    await expect.poll(isMainStopped, PATIENCE).toBe(true)
    await expect.poll(isSecondStopped, PATIENCE).toBe(true)
    const shown = async () => textOf(await get(resultsAt(pressed), cookie))
    await expect.poll(shown, PATIENCE).toMatch(/in all 2.*emergency file.*emergency file/is)
  })

  it('a device that works under its stop is an alarm of the whole page', async () => {
    const cookie = await responderOfBoth()
    const pressed = await (await post('/stop', await formOfAll(cookie), cookie)).text()
    const shown = async () => textOf(await get(resultsAt(pressed), cookie))
    await expect.poll(shown, PATIENCE).toContain('in all 2')
    await second.org.connection.client.orgEnable('behind the back of the console')
    await second.org.reader.readNow()
    await expect.poll(shown, PATIENCE).toContain('Alarm under a stop in 1 of 2')
  })

  it('more orgs than an address can name: each is said in the answer itself', async () => {
    const cookie = await responderOfBoth()
    const form = await formOfAll(cookie)
    const [, packed = ''] = form[1] ?? []
    const [, ...rest] = packed.split(':')
    const gone = Array.from({ length: STOPS_SHOWN_MAX }, (_, nth): Fields[number] => [
      'press',
      [`gone-${nth}`, ...rest].join(':'),
    ])
    const html = await (await post('/stop', [...form, ...gone], cookie)).text()
    expect(html).toContain('There is no org &quot;gone-99&quot;')
    expect(html).toContain(`of ${STOPS_SHOWN_MAX + 2}`)
    expect(html).not.toContain('http-equiv="refresh"')
    await expect.poll(isSecondStopped, PATIENCE).toBe(true)
  })
})
