/**
 * A stop among agents that ask at different rhythms: every second, every ten minutes, never again, and one that is denied and goes
 * on asking. The counts move by themselves on every screen and end at what the authority knows.
 */
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const FAST = ['01', '02', '03', '04', '05', '06'].map((instance) => `crewai:prod:runner:${instance}`)
const SLOW = 'crewai:prod:cron-nightly:01'
const GONE = 'crewai:prod:planner:01'
const DEAF = 'crewai:prod:event-consumer:01'
const ALL = [...FAST, SLOW, GONE, DEAF]

/** Each of its runs asks once. */
const SLOW_MS = 600_000

test.describe.configure({ mode: 'serial' })
let running: RunningConsole
let fleets: Record<'fast' | 'gone' | 'deaf', Fleet>

/** One run of the slow one: it starts, asks, and is allowed or denied. */
async function runSlow(baseUrl: string, answer: 'allowed' | 'denied'): Promise<void> {
  const agent = { deviceIds: [SLOW], firstWithinMs: 0, intervalMs: SLOW_MS, timeoutMs: 10_000 }
  const run = startFleet({ baseUrl, key: AGENT_KEY, ...agent })
  await expect.poll(() => run.agents[0]?.[answer], { intervals: [20] }).toBe(1)
  await run.stop()
}

test.beforeAll(async () => {
  // Its run of ten minutes ago.
  let agoMs = SLOW_MS
  running = await startConsole({
    authorityNow: () => Date.now() - agoMs,
    async before({ url }) {
      await runSlow(url, 'allowed')
      agoMs = 0
    },
  })
  const start = (deviceIds: readonly string[], more: { intervalMs: number; ignoreDenials?: boolean }) =>
    startFleet({
      baseUrl: running.authority.url,
      key: AGENT_KEY,
      deviceIds,
      firstWithinMs: 300,
      respawn: true,
      ...more,
    })
  fleets = {
    fast: start(FAST, { intervalMs: 1_000 }),
    gone: start([GONE], { intervalMs: 1_000 }),
    deaf: start([DEAF], { intervalMs: 1_000, ignoreDenials: true }),
  }
})
test.afterAll(async () => {
  await Promise.all(Object.values(fleets ?? {}).map((fleet) => fleet.stop()))
  await running.stop()
})
test.afterAll(({ browser }) => closePages(browser))

type Listed = {
  deviceId: string
  status: string
  lastDecision: { allowed: boolean } | null
  validations: { allowed: number; denied: number }
}

/** The authority's own list, asked directly. */
async function truth(): Promise<Map<string, Listed>> {
  const response = await fetch(`${running.authority.url}/api/v1/devices/list`, { headers: { 'x-org-key': ORG_KEY } })
  const { devices } = (await response.json()) as { devices: Listed[] }
  return new Map(devices.map((device) => [device.deviceId, device]))
}
const authority = (path: string, body: object) =>
  fetch(`${running.authority.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** The line of an id: a row of `/stop`, or of the list on the operation's page. */
const plainLine = (page: Page, id: string) => page.getByText(id, { exact: true }).locator('xpath=../..')
const shellLine = (page: Page, id: string) =>
  page.getByRole('list', { name: 'Devices to look at' }).getByRole('listitem').filter({ hasText: id })

const denialsIn = async (line: Locator) => Number(/\((\d+) denials?\)/.exec((await line.textContent()) ?? '')?.[1])

test('counts move to the truth by themselves, with patience for the slow and a warning for the silent', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const plain = await (await browser.newContext({ javaScriptEnabled: false, ...PHONE })).newPage()
  const shell = await (await browser.newContext()).newPage()
  await signIn(plain, running.url, '/stop')
  await signIn(shell, running.url, '/main')
  // Its second validate makes its rhythm known.
  await runSlow(running.authority.url, 'allowed')
  await fleets.gone.stop()
  await expect
    .poll(async () => {
      await goTo(plain, `${running.url}/stop`)
      return plain.getByText('9 agents allowed to work').count()
    })
    .toBe(1)

  await plain.getByRole('button', { name: 'Stop main' }).click()
  await plain.getByRole('button', { name: 'Stop now' }).click()
  await expect(plain).toHaveURL(/\/stop\/main\?op=/)
  const id = new URL(plain.url()).searchParams.get('op') as string
  await goTo(shell, `${running.url}/main/operations/${id}`)
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Stop in force')

  // From here on the test touches neither page: what changes, changes by itself.
  await expect(plain.getByRole('heading', { name: '7 of 9 confirmed' })).toBeVisible({ timeout: 20_000 })
  await expect(shell.getByRole('main').getByText('7 of 9 confirmed · 2 waiting')).toBeVisible()
  const patience = /asks about every 10\smin, (last \d+\ss ago|asked just now)/
  await expect(plainLine(plain, SLOW)).toContainText(patience)
  await expect(plainLine(plain, SLOW).locator('.wait')).toHaveCount(0)
  await expect(shellLine(shell, SLOW)).toContainText(patience)
  const warning = /quiet for \d+\ss, asks about every (0\.\d|1|1\.\d)\ss/
  await expect(plainLine(plain, GONE).locator('.wait')).toHaveText(warning)
  await expect(shellLine(shell, GONE)).toContainText(warning)
  const deaf = /confirmed, still asking \(\d+ denials?\)/
  await expect(plainLine(plain, DEAF)).toContainText(deaf)
  await expect(plainLine(plain, DEAF).locator('.wait')).toHaveCount(0)
  await expect(shellLine(shell, DEAF)).toContainText(deaf)
  await expectAccessible(shell)

  await runSlow(running.authority.url, 'denied')
  await expect(plain.getByRole('heading', { name: '8 of 9 confirmed' })).toBeVisible({ timeout: 30_000 })
  await expect(shell.getByRole('main').getByText('8 of 9 confirmed · 1 waiting')).toBeVisible()
  await expect(plain.getByText(SLOW, { exact: true })).toHaveCount(0)
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Stop in force')
  await expect(plainLine(plain, GONE)).toContainText('quiet for')
  // Shown first, then asked: a denial more at the authority is none too many on the screen.
  const shown = [await denialsIn(plainLine(plain, DEAF)), await denialsIn(shellLine(shell, DEAF))]
  const listed = await truth()
  expect(ALL.filter((device) => listed.get(device)?.lastDecision?.allowed === false)).toEqual(
    ALL.filter((device) => device !== GONE),
  )
  for (const denials of shown) {
    expect(denials).toBeGreaterThan(1)
    expect(denials).toBeLessThanOrEqual(listed.get(DEAF)?.validations.denied ?? 0)
  }
  await plain.context().close()
  await shell.context().close()
})

test('one restored behind the console’s back is red on every page; revoked again from there, it is denied', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await signIn(page, running.url, '/main')
  await act(page, { kind: 'enable', reason: 'rehearsal' })
  const [device] = FAST as [string]
  const agent = fleets.fast.agents.find(({ deviceId }) => deviceId === device)
  await expect.poll(() => agent?.state).toBe('working')
  await act(page, { kind: 'revoke', target: { ids: [device] } })
  await expect.poll(() => agent?.state).toBe('ended')
  expect((await authority('devices/unrevoke', { deviceId: device })).ok).toBe(true)
  await expect.poll(() => agent?.state).toBe('working')

  const sentence = 'Contradicted: 1 device under a stop in force is active again or allowed.'
  const announced = page.getByRole('alert').filter({ hasText: sentence })
  for (const path of ['', '/devices', '/operations', '/usage', '/activity']) {
    await goTo(page, `${running.url}/main${path}`)
    await expect(announced, path).toHaveCount(1)
    await expect(page.getByRole('button', { name: 'Revoke again…' }), path).toBeVisible()
  }
  const plain = await phoneOf(context, browser)
  await goTo(plain, `${running.url}/stop`)
  await expect(plain.getByRole('alert')).toContainText(sentence)
  await expect(plain).toHaveTitle('▲ Alarm under a stop')

  await page.getByRole('button', { name: 'Revoke again…' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: /^Revoke/ }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => agent?.state).toBe('ended')
  expect((await truth()).get(device)?.status).toBe('revoked')
  // Put right, and yet it happened: the alarm stays until a person has seen it.
  await expect(announced).toHaveCount(1)
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(announced).toHaveCount(0)
  await goTo(plain, `${running.url}/stop`)
  await expect(plain.getByText(sentence)).toHaveCount(0)
  await plain.context().close()
  await context.close()
})

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }

async function phoneOf(signedIn: BrowserContext, browser: NonNullable<ReturnType<BrowserContext['browser']>>) {
  const context = await browser.newContext({
    ...PHONE,
    javaScriptEnabled: false,
    storageState: await signedIn.storageState(),
  })
  return context.newPage()
}

/** An act through the console's API, as this page's person, to its end: nothing of it is still under way then. */
async function act(page: Page, body: Record<string, unknown>): Promise<void> {
  const operation = await page.evaluate(
    (command) =>
      fetch('/api/orgs/main/operations', {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer: 'wait=10' },
        body: JSON.stringify({ id: crypto.randomUUID(), ...command }),
      }).then((response) => response.json() as Promise<{ state: string; error: unknown }>),
    body,
  )
  expect(operation).toMatchObject({ state: 'finished', error: null })
}
