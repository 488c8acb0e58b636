/** `/stop` with several orgs, without a script: stop all of them, the reason afterwards, and a session that has ended. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { expectAccessible } from './axe'
import { goTo } from './go-to'
import { ADMIN, AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const OTHER_KEY = 'org_e2e_other_0123456789abcdefghijkl'
const OTHER_AGENT_KEY = 'org_agent_e2e_other_0123456789abcdefgh'

let running: RunningConsole
let other: RunningAuthority
let fleets: Fleet[]

test.describe.configure({ mode: 'serial' })
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false })

async function admin(...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/run.mjs', 'admin', ...args], { env: running.env })
}

test.beforeAll(async () => {
  running = await startConsole()
  other = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: OTHER_KEY, agentKey: OTHER_AGENT_KEY })
  const keyFile = join(running.env.DATA_DIR as string, 'other.key')
  writeFileSync(keyFile, OTHER_KEY, { mode: 0o600 })
  await admin('org', 'add', '--slug', 'other', '--base-url', other.url, '--key-file', keyFile)
  await admin('user', 'add', '--email', ADMIN.email, '--org', 'other', '--role', 'responder')
  fleets = [
    startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 4, intervalMs: 500 }),
    startFleet({ baseUrl: other.url, key: OTHER_AGENT_KEY, count: 3, intervalMs: 500 }),
  ]
})
test.afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()))
  await running.stop()
  await other.close()
})

const working = () => fleets.flatMap(({ agents }) => agents).filter(({ state }) => state === 'working').length

async function untilShown(page: Page, text: string): Promise<void> {
  await expect
    .poll(async () => {
      await goTo(page, `${running.url}/stop`)
      return page.getByText(text).count()
    })
    .toBeGreaterThan(0)
}

test('a session that ended signs in and lands on the same confirm; only then it stops', async ({ page, context }) => {
  await signIn(page, running.url, '/stop')
  await untilShown(page, '3 agents allowed to work')
  await page.getByRole('button', { name: 'Stop other' }).click()
  await context.clearCookies()
  await page.getByRole('button', { name: 'Stop now' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  expect(working()).toBe(7)
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${running.url}/stop/other`)
  await expect(page.getByRole('heading', { name: 'Stop all 3 agents of other?' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop now' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 denied')
  expect(working()).toBe(4)
})

test('one confirm names every org and stops them all; the reason is added after', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await untilShown(page, '4 agents allowed to work')
  const press = page.getByRole('button', { name: 'Stop both orgs' })
  await press.scrollIntoViewIfNeeded()
  const pressed = await press.boundingBox()
  await press.click()
  const dialog = page.locator('[popover]:popover-open')
  await expect(dialog.getByRole('heading', { name: 'Stop both orgs?' })).toBeVisible()
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  const confirm = dialog.getByRole('button', { name: 'Stop now' })
  const confirmed = await confirm.boundingBox()
  expect(pressed && confirmed && confirmed.x + confirmed.width <= pressed.x).toBe(true)
  await confirm.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stop in force in all 2')
  await expect(page).toHaveURL(/\/stop\?op=main:/)
  await expect(page.getByRole('region', { name: 'main' })).toContainText('All 4 denied')
  expect(working()).toBe(0)
  await page.getByRole('region', { name: 'main' }).getByRole('link', { name: 'See this stop' }).click()
  await page.getByRole('link', { name: 'Add the reason' }).click()
  await page.getByLabel('Reason').fill('a loop is spending money')
  await page.getByRole('button', { name: 'Save the reason' }).click()
  await expect(page.getByText('Reason: a loop is spending money')).toBeVisible()
  await page.getByRole('link', { name: 'Back to the stop page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Stop' })).toBeVisible()
  await expect(page.getByRole('region').getByText(/^■ (Stop in force|All \d+ denied)$/)).toHaveCount(2)
})

test('opened under another name of this machine, signing in works all the same', async ({ page }) => {
  await goTo(page, `${running.url.replace('127.0.0.1', 'localhost')}/stop`)
  await expect(page).toHaveURL(`${running.url}/sign-in?moved&to=%2Fstop`)
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${running.url}/stop`)
})

test('nothing serious for axe on the pages of several orgs', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await signIn(page, running.url, '/stop')
  await expectAccessible(page)
  const stop = await page.getByRole('link', { name: 'See this stop' }).first().getAttribute('href')
  const id = new URL(stop as string, running.url).searchParams.get('op')
  for (const path of ['/stop?all', '/stop/other', `/stop?op=main:${id}&still`, `${stop}&still`, `${stop}&reason=`]) {
    await goTo(page, `${running.url}${path}`)
    await expectAccessible(page)
  }
  await context.close()
})
