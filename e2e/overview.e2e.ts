/** The first page of an org: what runs and where in one look, what needs a person above it, and the way to a first device. */
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const SEEN = { timeout: 20_000 }

/** An act through the console's API, as this page's person. */
const act = (page: Page, body: Record<string, unknown>) =>
  page.evaluate(
    (command) =>
      fetch('/api/orgs/main/operations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: crypto.randomUUID(), ...command }),
      }).then((response) => response.status),
    body,
  )

const attention = (page: Page) => page.getByRole('region', { name: 'Needs a person' })

test.describe('a fleet', () => {
  test.describe.configure({ mode: 'serial' })
  let running: RunningConsole
  let fleet: Fleet

  test.beforeAll(async () => {
    running = await startConsole()
    fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 6, intervalMs: 400, respawn: true })
  })
  test.afterAll(async () => {
    await fleet.stop()
    await running.stop()
  })

  test('begins with the numbers; a cell of the grid leads to its devices', async ({ page }) => {
    await signIn(page, running.url, '/main')
    const cell = page.getByRole('cell').getByRole('link', { name: /^prod \S+: \d+ devices?: \d+ running/ })
    await expect(cell.first()).toBeVisible(SEEN)
    await expect(attention(page)).toHaveCount(0)
    await expect(page.getByRole('img', { name: /of the cap used/ })).toBeVisible()
    await expectAccessible(page)
    await cell.first().click()
    await expect(page).toHaveURL(/\/main\/devices\?q=env%3Aprod(\+|%20)role%3A/)
    await expect(page.getByRole('grid')).toBeVisible()
  })

  test('a stop in force is above all else, with its reason and the way to it', async ({ page }) => {
    await signIn(page, running.url, '/main')
    expect(await act(page, { kind: 'disable', reason: 'key leaked' })).toBe(202)
    const row = attention(page).getByRole('listitem')
    await expect(row).toContainText(/Stop in force.*key leaked.*accepted/, SEEN)
    await expect(
      page
        .getByRole('cell')
        .getByRole('link', { name: /denied/ })
        .first(),
    ).toBeVisible(SEEN)
    await expectAccessible(page)
    await row.getByRole('link', { name: 'Open the stop' }).click()
    await expect(page).toHaveURL(/\/main\/operations\//)
  })

  test.describe('on a phone', () => {
    test.use(PHONE)
    test('the grid is a list, and nothing scrolls sideways', async ({ page }) => {
      await signIn(page, running.url, '/main')
      const list = page.getByRole('list', { name: 'By env and role' })
      await expect(list.getByRole('link', { name: /^prod: 6 devices/ })).toBeVisible(SEEN)
      await expect(page.getByRole('table', { name: /./ })).toHaveCount(0)
      await expectAccessible(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    })
  })
})

test('an empty org teaches the three steps, and has no empty card', async ({ page }) => {
  const running = await startConsole()
  try {
    await signIn(page, running.url, '/main')
    await expect(page.getByRole('heading', { level: 3 })).toHaveText([
      '1. Connect an agent',
      '2. See it here',
      '3. Stop it',
    ])
    await expect(page.getByRole('main').getByRole('link', { name: 'Connect an agent' })).toBeVisible()
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(['No device is registered yet'])
    await expectAccessible(page)
  } finally {
    await running.stop()
  }
})
