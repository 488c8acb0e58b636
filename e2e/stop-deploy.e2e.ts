/**
 * `/stop` while the world changes under it: another build is deployed between load and press, the authority's process is killed
 * before, during and after the press, and two people press at once. A phone, without a script.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, raw } from '@/testing/faults/faults'
import { type AuthorityProcess, authorityProcess } from './authority-process'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, freePort, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false }
const AGENTS = 4
const NEXT_BUILD = '.next-deployed'

test.describe.configure({ mode: 'serial' })
test.use(PHONE)
let running: RunningConsole
let authority: AuthorityProcess
let fleet: Fleet

test.beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authority-e2e-'))
  authority = authorityProcess(folder, await freePort())
  await authority.start()
  running = await startConsole({ authorityUrl: authority.url })
  fleet = startFleet({ baseUrl: authority.url, key: AGENT_KEY, count: AGENTS, intervalMs: 500, respawn: true })
})
test.afterAll(async () => {
  await fleet?.stop()
  await running?.stop()
  await authority?.kill()
  if (authority) rmSync(authority.dataDir, { recursive: true, force: true })
  rmSync(NEXT_BUILD, { recursive: true, force: true })
})
test.afterAll(({ browser }) => closePages(browser))
test.beforeEach(async () => {
  await enable()
  await expect.poll(() => fleet.agents.every(({ state }) => state === 'working')).toBe(true)
})

const enable = () =>
  fetch(`${authority.url}/api/v1/org/enable`, {
    method: 'POST',
    headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
    body: '{}',
  })
const execution = async () => {
  const response = await fetch(`${authority.url}/api/v1/org/status`, { headers: { 'x-org-key': ORG_KEY } })
  return ((await response.json()) as { execution: string }).execution
}
const headline = (page: Page) => page.getByRole('heading', { level: 1 })
const IN_FORCE = /^(Stop in force|All \d+ denied)$/

async function press(
  page: Page,
  between: () => Promise<void> = async () => undefined,
  url = running.url,
): Promise<void> {
  await goTo(page, `${url}/stop`)
  await page.getByRole('button', { name: /^Stop main/ }).click()
  await between()
  await page.getByRole('button', { name: 'Stop now' }).click()
}

/** The build under another id in a folder of its own, as a deploy leaves it: the old one's files are not asked for any more. */
function deployedBuild(): { id: string; dir: string } {
  rmSync(NEXT_BUILD, { recursive: true, force: true })
  cpSync('.next', NEXT_BUILD, {
    recursive: true,
    filter: (path) => !['cache', 'dev', 'types'].includes(path.split(sep)[1] ?? ''),
  })
  const id = 'the-next-build'
  const before = readFileSync(join(NEXT_BUILD, 'BUILD_ID'), 'utf8')
  writeFileSync(join(NEXT_BUILD, 'BUILD_ID'), id)
  const assets = join(NEXT_BUILD, 'static', before)
  if (existsSync(assets)) renameSync(assets, join(NEXT_BUILD, 'static', id))
  expect(readdirSync(NEXT_BUILD)).toContain('server')
  return { id, dir: NEXT_BUILD }
}

test('a page from before a deploy of another build stops all the same', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await press(page, async () => {
    const { dir } = deployedBuild()
    await running.restart({ NEXT_DIST_DIR: dir })
  })
  await expect(headline(page)).toHaveText(IN_FORCE)
  expect(await execution()).toBe('disabled')
  await expect(headline(page)).toHaveText(`All ${AGENTS} denied`)
  await running.restart()
})

test('authority killed before the press: queued with the time of the next try, in force by itself once it is back', async ({
  page,
}) => {
  await signIn(page, running.url, '/stop')
  await authority.kill()
  await press(page)
  await expect(headline(page)).toHaveText('Stop queued, not in force')
  await expect(
    page.getByText(/Next try in \d+\ss, at \d\d:\d\d:\d\d\sUTC\.|It is being sent again now\./),
  ).toBeVisible()
  await expect(page.getByText('Stop in force')).toHaveCount(0)
  await authority.start()
  await expect(headline(page)).toHaveText(IN_FORCE, { timeout: 40_000 })
  expect(await execution()).toBe('disabled')
})

test('authority killed in the middle of the call, which it had taken: not known, then found out by reading', async ({
  page,
}) => {
  const between = await startFaultServer()
  const behind = await startConsole({ authorityUrl: between.url })
  try {
    between.always((socket, request) => pass(socket, request))
    between.on('/api/v1/org/disable', async (socket, request) => {
      // Tries that follow find no authority, until it is back.
      between.on('/api/v1/org/disable', (later, again) => pass(later, again))
      await hand(request)
      await authority.kill()
      socket.destroy()
    })
    await signIn(page, behind.url, '/stop')
    await press(page, undefined, behind.url)
    await expect(headline(page)).toHaveText('Not known yet whether the stop was accepted')
    await expect(page.getByText('found out by reading')).toBeVisible()
    await authority.start()
    await expect(headline(page)).toHaveText(IN_FORCE, { timeout: 40_000 })
    expect(await execution()).toBe('disabled')
  } finally {
    await behind.stop()
    await between.close()
  }
})

const hand = ({ method, path, headers, body }: Parameters<Fault>[1]) =>
  fetch(`${authority.url}${path}`, {
    method,
    headers: { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
    body: method === 'GET' ? undefined : body,
  })

const pass: Fault = async (socket, request) => {
  const answer = await hand(request)
    .then(async (response) => ({ status: response.status, body: await response.text() }))
    .catch(() => null)
  if (!answer) return void socket.destroy()
  if (!socket.destroyed) await raw(answer.status, answer.body, { 'content-type': 'application/json' })(socket, request)
}

test('authority killed after the press: the stop stays in force, with the age of what was read', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await press(page)
  await expect(headline(page)).toHaveText(`All ${AGENTS} denied`, { timeout: 20_000 })
  await authority.kill()
  await expect(async () => {
    await goTo(page, `${running.url}/stop`)
    await expect(page.getByText(/Read \d+\s(s|min) ago\. This is the last known snapshot\./).first()).toBeVisible({
      timeout: 500,
    })
  }).toPass({ timeout: 30_000 })
  await expect(headline(page)).toHaveText(/^■ (Stop in force|All \d+ denied)$/)
  await expect(page.getByText(`${AGENTS} of ${AGENTS} confirmed`)).toBeVisible()
  await authority.start()
  expect(await execution()).toBe('disabled')
})

test('console killed with a stop in the queue, and again with one in force: neither is lost', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await authority.kill()
  await press(page)
  await expect(headline(page)).toHaveText('Stop queued, not in force')
  await expect(page).toHaveURL(/\?op=/)
  const id = new URL(page.url()).searchParams.get('op') as string
  // The page reads itself anew every few seconds, and that would break off a visit of ours.
  await page.goto('about:blank')
  await running.restart()
  await goTo(page, `${running.url}/stop/main?op=${id}`)
  await expect(headline(page)).toHaveText(/^(Stop queued, not in force|Not known yet whether the stop was accepted)$/)
  await authority.start()
  await expect(headline(page)).toHaveText(IN_FORCE, { timeout: 40_000 })
  expect(await execution()).toBe('disabled')
  await page.goto('about:blank')
  await running.restart()
  await goTo(page, `${running.url}/stop/main?op=${id}`)
  await expect(headline(page)).toHaveText(IN_FORCE)
  expect(await execution()).toBe('disabled')
})

test('of two people the second reads who stopped it, when and how far it got; pressing all the same changes nothing', async ({
  page,
  browser,
}) => {
  const second = await person(browser)
  await signIn(page, running.url, '/stop')
  // Both look at the button before either presses.
  await second.getByRole('button', { name: 'Stop main' }).click()
  await press(page)
  await expect(headline(page)).toHaveText(`All ${AGENTS} denied`, { timeout: 20_000 })
  const third = await person(browser)
  const stopped = new RegExp(
    `Stopped by .+, \\d\\d:\\d\\d:\\d\\d\\sUTC \\(\\d+\\ss ago\\)\\. ${AGENTS} of ${AGENTS} confirmed`,
  )
  await expect(third.getByText(stopped)).toBeVisible()
  await expect(third.getByRole('button', { name: 'Stop main again' })).toBeVisible()
  await expect(third.getByRole('button', { name: 'Stop main', exact: true })).toHaveCount(0)

  const listed = await devices()
  await second.getByRole('button', { name: 'Stop now' }).click()
  await expect(headline(second)).toHaveText(IN_FORCE)
  expect(await execution()).toBe('disabled')
  expect(await devices()).toEqual(listed)
  // Still the first one's stop: later presses stopped nothing more.
  await third.reload()
  const firstId = new URL(page.url()).searchParams.get('op') as string
  await expect(third.getByRole('link', { name: 'See this stop' })).toHaveAttribute('href', `/stop/main?op=${firstId}`)
  await second.context().close()
  await third.context().close()
})

async function person(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext(PHONE)).newPage()
  await signIn(page, running.url, '/stop')
  return page
}

/** What each device may, at the authority. */
async function devices(): Promise<[string, string][]> {
  const response = await fetch(`${authority.url}/api/v1/devices/list`, { headers: { 'x-org-key': ORG_KEY } })
  const list = (await response.json()) as { devices: { deviceId: string; status: string }[] }
  return list.devices.map(({ deviceId, status }) => [deviceId, status])
}
