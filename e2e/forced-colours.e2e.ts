/** Colours that a person has set for the whole system: every page says its states without a colour of its own, and shows the focus. */
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

test.use({ viewport: { width: 1440, height: 900 } })

let running: RunningConsole
let fleet: Fleet
test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 25, intervalMs: 400, respawn: true })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})

const PAGES = [
  '',
  '/devices?q=env%3Aprod',
  '/operations',
  '/usage',
  '/activity',
  '/activity/record',
  '/notes',
  '/glossary',
]

/** How an element is drawn around: by its outline, else by its border. */
const lineOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .filter({ visible: true })
    .first()
    .evaluate((element) => {
      const { outlineStyle, outlineWidth, borderTopStyle, borderTopWidth } = getComputedStyle(element)
      if (outlineStyle !== 'none') return `${outlineStyle} ${outlineWidth}`
      return borderTopWidth === '0px' ? 'none' : `${borderTopStyle} ${borderTopWidth}`
    })

test('the focus is a thick line on everything that a key reaches, on every page', async ({ page }) => {
  test.setTimeout(180_000)
  await page.emulateMedia({ forcedColors: 'active' })
  await signIn(page, running.url, '/main')
  for (const path of PAGES) {
    await page.goto(`${running.url}/main${path}`)
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached()
    await expect(page.getByRole('banner')).toContainText('25 of 25 active')
    await expectAccessible(page)
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab')
      const unseen = await page.evaluate(() => {
        const focused = document.activeElement
        if (!focused || focused === document.body) return null
        // A field or a segment may leave it to what is drawn around it.
        const drawn = [focused, focused.parentElement, focused.closest('[role=search] > div')].some(
          (element) =>
            element &&
            /^[1-9]/.test(getComputedStyle(element).outlineWidth) &&
            getComputedStyle(element).outlineStyle !== 'none',
        )
        return drawn ? null : focused.outerHTML.slice(0, 200)
      })
      expect(unseen, `${path}, after ${presses + 1} presses of Tab`).toBeNull()
    }
  }
})

test('what is on, what is selected and what a bar consists of has a line', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await signIn(page, running.url, '/main')
  await expect(page.getByRole('banner')).toContainText('25 of 25 active')
  expect(await lineOf(page, 'nav [aria-current=page]')).toBe('dashed 2px')
  expect(await lineOf(page, 'nav a:not([aria-current])')).toBe('none')
  // A state: its word, its icon and a line around both.
  expect(await lineOf(page, 'header span:has(> svg)')).toBe('solid 1px')
  expect(await lineOf(page, 'main svg.stacked-bar')).toBe('solid 1px')

  await page.goto(`${running.url}/main/devices?q=env%3Aprod`)
  expect(await lineOf(page, '[aria-pressed=true]')).toBe('dashed 2px')
  const box = page.getByRole('checkbox', { name: /^Select crewai/ }).first()
  await box.check()
  expect(await lineOf(page, '[role=row][aria-selected=true]')).toBe('dashed 2px')
  expect(await lineOf(page, 'section[aria-label=Selection]')).toBe('solid 1px')
  await page.getByRole('button', { name: /^Revoke 1/ }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  expect(await lineOf(page, 'dialog')).toBe('solid 1px')
  expect(await lineOf(page, 'dialog label:has(:checked)')).toBe('dashed 2px')
  await expectAccessible(page)
})

test('the curves of usage take the colours of the system', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await signIn(page, running.url, '/main/usage?range=1h')
  const curve = page.locator('.recharts-surface :is([stroke="var(--ok)"], [fill="var(--ok)"])').first()
  await expect(curve).toBeAttached()
  const { drawn, text } = await curve.evaluate((element) => {
    const { stroke, fill } = getComputedStyle(element)
    return { drawn: [stroke, fill], text: getComputedStyle(document.body).color }
  })
  expect(drawn).toContain(text)
})

test('the pages without a script keep the edges of their buttons', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await signIn(page, running.url, '/stop')
  await expectAccessible(page)
  expect(await lineOf(page, '.big')).toBe('solid 1px')
  await page.keyboard.press('Tab')
  expect(await lineOf(page, ':focus-visible')).toMatch(/^solid [23]px$/)
})
