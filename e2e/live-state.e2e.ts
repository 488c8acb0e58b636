/** What one person does, every other open screen shows by itself: stops, alarms, and that the console is gone. */
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const SEEN = { timeout: 3_000 }
const AGENTS = 5

test.describe.configure({ mode: 'serial' })
let running: RunningConsole
let fleet: Fleet
/** Two browsers of their own: nothing but the console connects them. */
let ada: { context: BrowserContext; page: Page }
let bob: { context: BrowserContext; page: Page }

test.beforeAll(async ({ browser }) => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: AGENTS, intervalMs: 400, respawn: true })
  const person = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await signIn(page, running.url, '/main')
    return { context, page }
  }
  ada = await person()
  bob = await person()
})
test.afterAll(async () => {
  await ada.context.close()
  await bob.context.close()
  await fleet.stop()
  await running.stop()
})

const icon = (page: Page) => page.locator('link[rel=icon][type="image/svg+xml"]')
const headline = (page: Page) => page.getByRole('banner')

/** An act through the console's API, as this page's person. */
const act = (page: Page, body: Record<string, unknown>) =>
  page.evaluate(
    (command) =>
      fetch('/api/orgs/main/operations', {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer: 'wait=5' },
        body: JSON.stringify({ id: crypto.randomUUID(), ...command }),
      }).then((response) => response.status),
    body,
  )

test('a stop is on the other screen within 3 s, with who pressed it, and a second press says so', async () => {
  await expect(headline(bob.page)).toContainText(`${AGENTS} of ${AGENTS} active`)
  await expect(icon(bob.page)).toHaveAttribute('href', '/state-running.svg')
  await bob.page.evaluate(() => Object.assign(window, { notReloaded: true }))

  const trigger = ada.page.getByRole('button', { name: 'Stop main' })
  const under = await trigger.boundingBox()
  await trigger.click()
  const confirm = ada.page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' })
  await expect(ada.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  expect(overlap(under, await confirm.boundingBox())).toBe(false)
  await confirm.click()
  await expect(ada.page.getByRole('dialog').getByText(/Accepted/)).toBeVisible()

  await expect(headline(bob.page)).toContainText(/Stop in force|All 5 denied/, SEEN)
  await expect(bob.page).toHaveTitle(/^■ (Stop in force|All 5 denied) · main · Overview$/, SEEN)
  await expect(icon(bob.page)).toHaveAttribute('href', '/state-stopped.svg', SEEN)
  await expect(headline(bob.page).getByText(/^Stopped by .+, \d\d:\d\d:\d\d UTC$/)).toBeVisible()
  await expect(headline(bob.page)).toContainText(/\d of 5 confirmed/)
  await expect(bob.page.getByRole('button', { name: 'Stop main' })).toHaveCount(0)
  expect(await bob.page.evaluate(() => 'notReloaded' in window)).toBe(true)

  await bob.page.keyboard.press('Control+k')
  await bob.page.getByRole('combobox', { name: 'Command' }).fill('stop main')
  await bob.page.keyboard.press('Enter')
  const again = bob.page.getByRole('alertdialog', { name: 'main is stopped already' })
  await expect(again).toContainText('Stopped by')
  await expectAccessible(bob.page)
  await again.getByRole('button', { name: 'Stop again' }).click()
  await expect(bob.page.getByRole('dialog').getByText(/It was stopped already: by/)).toBeVisible()
  await bob.page.keyboard.press('Escape')

  expect(await act(bob.page, { kind: 'enable', reason: 'rehearsal' })).toBeLessThan(300)
  await expect(ada.page).toHaveTitle(/^▶ Running · main/, SEEN)
  await ada.page.keyboard.press('Escape')
})

test('a contradiction is red on an unrelated page, said once, and acknowledged on every screen', async () => {
  const deviceId = await firstDevice(ada.page)
  await ada.page.goto(`${running.url}/main/usage`)
  await act(bob.page, { kind: 'revoke', target: { ids: [deviceId] } })
  await expect(headline(ada.page)).toContainText(`${AGENTS - 1} of ${AGENTS} active`)
  await fetch(`${running.authority.url}/api/v1/devices/unrevoke`, {
    method: 'POST',
    headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })
  const sentence = 'Contradicted: 1 device under a stop in force is active again or allowed.'
  await expect(ada.page.getByRole('alert').filter({ hasText: sentence })).toHaveCount(1, { timeout: 5_000 })
  await expect(ada.page.getByRole('button', { name: 'Revoke again…' })).toBeVisible()
  await expect(ada.page).toHaveTitle(/^⚠ Running, 1 contradicted · main · Usage$/)
  await expect(icon(ada.page)).toHaveAttribute('href', '/state-alarm.svg')
  await expectAccessible(ada.page)
  await bob.page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(ada.page.getByText(sentence)).toHaveCount(0, SEEN)
  await expect(icon(ada.page)).toHaveAttribute('href', '/state-running.svg', SEEN)
})

test('seven tabs of one browser share one stream: none freezes, all follow', async () => {
  // Those that are open: one that was interrupted is opened anew.
  const open = new Set<object>()
  ada.context.on('request', (request) => void (request.url().endsWith('/events') && open.add(request)))
  for (const over of ['requestfinished', 'requestfailed'] as const)
    ada.context.on(over as 'requestfinished', (request) => open.delete(request))
  await ada.page.reload()
  await expect.poll(() => open.size).toBe(1)
  const tabs = await Promise.all(Array.from({ length: 6 }, () => ada.context.newPage()))
  for (const tab of tabs) await tab.goto(`${running.url}/main/operations`)
  await act(bob.page, { kind: 'disable' })
  for (const tab of [ada.page, ...tabs]) await expect(tab).toHaveTitle(/^■/, SEEN)
  // Each of them has heard of it by now, over whatever stream it has.
  await expect.poll(() => open.size).toBe(1)
  await act(bob.page, { kind: 'enable', reason: 'rehearsal' })
  for (const tab of tabs) await tab.close()
  await expect(ada.page).toHaveTitle(/^▶/, SEEN)
})

test('a killed console is said with the age of the snapshot, and it recovers by itself', async () => {
  const notice = ada.page.getByRole('status').filter({ hasText: 'cannot be reached from this browser' })
  await running.restart({}, 'SIGKILL', async () => {
    await expect(notice).toContainText(/Shown is the last snapshot, read (just now|\d+ s ago)\./)
    await expect(ada.page).toHaveTitle(/^\? Last known: running/)
    await expect(icon(ada.page)).toHaveAttribute('href', '/state-unknown.svg')
  })
  await expect(notice).toHaveCount(0)
  await expect(ada.page).toHaveTitle(/^▶ Running/)
  await act(bob.page, { kind: 'disable' })
  await expect(ada.page).toHaveTitle(/^■/, SEEN)
})

test('without a script the stop control leads to the plain page', async ({ browser }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await bob.context.storageState(),
  })
  const page = await context.newPage()
  await act(bob.page, { kind: 'enable', reason: 'rehearsal' })
  await expect(bob.page).toHaveTitle(/^▶/, SEEN)
  await page.goto(`${running.url}/main/devices`)
  await page.getByRole('button', { name: 'Stop main' }).first().click()
  await expect(page).toHaveURL(/\/stop/)
  await context.close()
})

type Box = { x: number; y: number; width: number; height: number } | null

const overlap = (a: Box, b: Box): boolean =>
  a !== null && b !== null && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const firstDevice = (page: Page): Promise<string> =>
  page.evaluate(() =>
    fetch('/api/orgs/main/devices')
      .then((response) => response.json())
      .then((devices: { rows: { deviceId: string }[] }) => devices.rows[0]?.deviceId as string),
  )
