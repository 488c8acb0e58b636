/** A role stopped on `/stop` by touch, with JavaScript off: choose, confirm, the role's agents exit, the others work on. */
import { spawnSync } from 'node:child_process'
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const ROLES = ['planner', 'tool-runner', `night-${'shift-'.repeat(24)}`]
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const crew = (role: string) => [1, 2, 3, 4, 5].map((at) => `crewai:prod:${role}:0${at}`)

let running: RunningConsole
let fleets: Fleet[]

test.beforeAll(async () => {
  running = await startConsole()
  fleets = ROLES.map((role) =>
    startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, deviceIds: crew(role), intervalMs: 500 }),
  )
})
test.afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()))
  await running.stop()
})
test.afterAll(({ browser }) => closePages(browser))

const working = (fleet: Fleet | undefined) => fleet?.agents.filter((agent) => agent.state !== 'ended').length

/** Nothing of the page lies beside the screen. */
const sidewards = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('by touch without JavaScript: one role is stopped, and the page says so', async ({ browser }) => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, running.url, '/stop')
  await expect
    .poll(async () => {
      await page.reload()
      return page.getByText('15 agents allowed to work').count()
    })
    .toBe(1)
  await expect(page.locator('script')).toHaveCount(0)
  await page.getByRole('link', { name: 'Environment or role…' }).tap()
  const part = page.getByRole('form', { name: 'Roles' }).getByRole('button', { name: 'tool-runner 5 active' })
  const chosen = await part.boundingBox()
  await part.tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revoke 5 devices of main?')
  await expect(page.getByText('5 devices will be revoked.')).toBeVisible()
  await expect(page.getByText('New matches are not included.')).toBeVisible()
  await expect(page.getByRole('cell', { name: 'tool-runner' })).toBeVisible()
  const confirm = page.getByRole('button', { name: 'Revoke 5' })
  const confirmed = await confirm.boundingBox()
  // A second tap in the place of the first presses nothing.
  expect(chosen && confirmed && confirmed.x + confirmed.width <= chosen.x).toBe(true)
  await confirm.tap()
  await expect(page).toHaveURL(/\/stop\/main\?op=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 5 denied', { timeout: 20_000 })
  await expect(page.getByText('5 of 5 confirmed')).toBeVisible()
  expect(fleets.map(working)).toEqual([5, 0, 5])
  await expect(page.locator('script')).toHaveCount(0)
  await context.close()
})

test('a long name is whole, nothing lies beside the screen, and a text that does not parse stays', async ({
  browser,
}) => {
  for (const width of [390, 320]) {
    const context = await browser.newContext({ ...PHONE, viewport: { width, height: 640 }, javaScriptEnabled: false })
    const page = await context.newPage()
    await signIn(page, running.url, '/stop')
    await expect(page.getByText(ROLES[2] as string)).toBeVisible()
    await page.getByLabel('Another value, or a selector').fill('env:"prod')
    await page.getByRole('button', { name: 'Choose…' }).tap()
    await expect(page.getByRole('alert')).toContainText('Nothing was selected.')
    await expect(page.getByLabel('Another value, or a selector')).toHaveValue('env:"prod')
    await page.getByLabel('Another value, or a selector').fill('PLANNER')
    await page.getByRole('button', { name: 'Choose…' }).tap()
    await expect(page.getByText('Matching role:planner')).toBeVisible()
    await page.getByRole('link', { name: 'Cancel' }).tap()
    await expect(page).toHaveURL(`${running.url}/stop`)
    await context.close()
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`${colorScheme}: the pages have nothing serious for axe, and fit 320 px`, async ({ browser }) => {
    const context = await browser.newContext({ ...PHONE, viewport: { width: 320, height: 640 }, colorScheme })
    const page = await context.newPage()
    await signIn(page, running.url, '/stop')
    for (const path of ['/stop', '/stop/main/part', '/offline', '/unreachable', '/sign-in', '/no/such/page']) {
      await goTo(page, `${running.url}${path}`)
      await expectAccessible(page)
      expect([path, await sidewards(page)]).toEqual([path, 0])
    }
    await goTo(page, `${running.url}/stop/main/part`)
    await page.getByText(ROLES[2] as string).tap()
    await expect(page.getByRole('button', { name: 'Revoke 5' })).toBeVisible()
    await expectAccessible(page)
    expect(await sidewards(page)).toBe(0)
    await context.close()
  })

test('the runbook and the contact of the org are below the button, and its links lead on', async ({ page }) => {
  const words = ['org', 'set', 'main', '--runbook', 'Look at https://example.org/run.\nThen call.', '--contact', 'Ann']
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'admin', ...words], {
    env: running.env,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  await signIn(page, running.url, '/stop')
  await expect
    .poll(async () => {
      await page.reload()
      return page.getByRole('link', { name: 'https://example.org/run' }).count()
    })
    .toBe(1)
  await expect(page.getByRole('link', { name: 'https://example.org/run' })).toHaveAttribute(
    'href',
    'https://example.org/run',
  )
  const texts = await page.getByRole('region', { name: 'Runbook and contact' }).boundingBox()
  const press = await page.getByRole('button', { name: 'Stop main' }).boundingBox()
  expect(texts && press && texts.y >= press.y + press.height).toBe(true)
})

test('the way back leads to the undo of a revoke, and to the resume of an org', async ({ page, browser }) => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false })
  const phone = await context.newPage()
  await signIn(phone, running.url, '/stop/main/part')
  await phone.getByRole('button', { name: 'planner 5 active' }).tap()
  await phone.getByRole('button', { name: 'Revoke 5' }).tap()
  const undo = await phone.getByRole('link', { name: 'Undo this revoke…' }).getAttribute('href')
  await goTo(phone, `${running.url}/stop`)
  await phone.getByRole('button', { name: 'Stop main' }).tap()
  await phone.getByRole('button', { name: 'Stop now' }).tap()
  const resume = await phone.getByRole('link', { name: 'Resume main…' }).getAttribute('href')
  await context.close()
  await signIn(page, running.url, '/stop')
  await goTo(page, `${running.url}${undo}`)
  await expect(page.getByRole('alertdialog')).toContainText('Undo: Restore 5 devices?')
  await expect(page).not.toHaveURL(/#/)
  await goTo(page, `${running.url}${resume}`)
  await expect(page.getByRole('alertdialog')).toContainText('Resume main?')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Resume…' }).first()).toBeVisible()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
})
