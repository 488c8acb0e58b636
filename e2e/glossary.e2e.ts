/** The words on screen explain themselves where they are, by keyboard and by finger, and lead to the page with all of them. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const TARGET_PX_MIN = 24

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

const help = (page: Page, words: string) => page.getByRole('button', { name: `What ${words}`, exact: true })
const definition = (page: Page, words: string) => page.getByRole('dialog', { name: `What ${words}`, exact: true })

/** The help is open, is inside the window, and moved nothing of the page. */
async function expectOpened(page: Page, button: Locator, words: string, press: () => Promise<void>) {
  const before = await button.boundingBox()
  expect(Math.min(before?.width ?? 0, before?.height ?? 0)).toBeGreaterThanOrEqual(TARGET_PX_MIN)
  await press()
  const open = definition(page, words)
  await expect(open).toBeInViewport({ ratio: 1 })
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  expect(await button.boundingBox()).toEqual(before)
  return open
}

test.describe('laptop', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('by keyboard: opens, is left by Escape alone, and leads to all words', async ({ page }) => {
    await signIn(page, running.url, '/main')
    const words = '“Allowed to work” means'
    const button = help(page, words)
    await button.focus()
    const open = await expectOpened(page, button, words, () => page.keyboard.press('Enter'))
    await expect(open).toContainText('it is not revoked, and its org is not disabled')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(open).toBeHidden()
    await expect(button).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(open.getByRole('link', { name: 'All words' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible()
    await expect(page.getByRole('navigation').locator('[aria-current]')).toHaveCount(0)
    await expectAccessible(page)
  })

  test('its keys are not those of the list or the panel around it', async ({ page }) => {
    const [id = ''] = fleet.agents.map(({ deviceId }) => deviceId)
    await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(id)}`)
    const panel = page.getByRole('complementary').filter({ hasText: 'Last validate' })
    await expect(panel).toBeVisible()
    const words = '“Active” and “Running” mean'
    const header = page.getByRole('columnheader', { name: 'State', exact: true })
    for (const place of [header, panel]) {
      const button = place.getByRole('button', { name: `What ${words}`, exact: true })
      await button.click()
      await expect(definition(page, words)).toBeVisible()
      await page.keyboard.press('j')
      await page.keyboard.press('Escape')
      await expect(definition(page, words)).toBeHidden()
      await expect(panel).toBeVisible()
      await expect(page.getByRole('grid')).not.toHaveAttribute('aria-activedescendant')
      await expect(button).toBeFocused()
    }
    await panel.getByRole('button', { name: 'Revoke' }).click()
    await panel.getByRole('button', { name: 'What “Hold” means' }).click()
    await expect(definition(page, '“Hold” means')).toContainText('only when its last hold is released')
  })

  test('the help of the keys leads to all words', async ({ page }) => {
    await signIn(page, running.url, '/main/devices')
    await expect(page.getByRole('grid')).toBeVisible()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog')
    await expect(sheet.getByRole('button', { name: 'Close' })).toBeFocused()
    await expect(sheet.getByText('search devices')).toBeInViewport()
    await sheet.getByRole('link', { name: 'Glossary' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible()
    await expect(page.getByRole('dialog')).toBeHidden()
  })
})

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('by finger: a second tap closes, and a tap beside it', async ({ page }) => {
    await signIn(page, running.url, '/main')
    for (const words of ['“Running” means', '“Cap” means']) {
      const button = help(page, words)
      await button.scrollIntoViewIfNeeded()
      const open = await expectOpened(page, button, words, () => button.tap())
      await button.tap()
      await expect(open).toBeHidden()
      await button.tap()
      await expect(open).toBeVisible()
      await page.getByRole('heading', { name: 'Slowest to check in' }).tap()
      await expect(open).toBeHidden()
    }
  })

  test('the page of all words fits', async ({ page }) => {
    await signIn(page, running.url, '/main/glossary')
    await expect(page.getByRole('definition')).not.toHaveCount(0)
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })
})
