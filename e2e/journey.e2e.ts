/** The main job, as a person does it, on a laptop and on a phone: find, revoke in bulk, undo, stop, enable, see the dip. */
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import { expectAccessible } from './axe'
import { ADMIN, AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const VIEWPORTS = [
  { name: 'laptop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]

for (const { name, ...device } of VIEWPORTS) {
  test.describe(name, () => {
    // One console and one story: each test begins where the last one ended.
    test.describe.configure({ mode: 'serial' })
    test.use(device)
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

    const working = () => fleet.agents.filter((agent) => agent.state === 'working').map((agent) => agent.deviceId)

    test('find by role, revoke in bulk, undo, stop, enable', async ({ page }) => {
      test.setTimeout(180_000)
      await signIn(page, running.url, '/main/devices')
      await expect.poll(() => working().length).toBe(25)
      const selector = page.getByRole('textbox', { name: 'Selector' })
      await selector.fill('env:prod role:tool-*')
      await expect(page.getByText('6 of 25')).toBeVisible()
      await expect(page).toHaveURL(/q=env/)
      await tickAll(page)
      await page
        .getByRole('region', { name: 'Selection' })
        .getByRole('button', { name: /^Revoke 6/ })
        .click()
      const dialog = page.getByRole('alertdialog')
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
      await dialog.getByRole('button', { name: 'Revoke 6' }).click()
      await expect(dialog).toBeHidden()
      await expect.poll(() => working().filter((id) => id.includes(':tool-runner:')).length).toBe(0)
      expect(working().length).toBe(19)

      await page.getByRole('link', { name: 'Open the operation' }).first().click()
      await expect(page).toHaveURL(/\/operations\//)
      await expect(page.getByText(/6 confirmed/).first()).toBeVisible()
      await page.getByRole('button', { name: 'Undo…' }).click()
      const undo = page.getByRole('alertdialog')
      await undo.getByLabel(/^Reason/).fill('rehearsal')
      await undo.getByRole('button', { name: /^Restore 6/ }).click()
      await expect(undo).toBeHidden()
      await expect.poll(() => working().length).toBe(25)

      await page.getByRole('button', { name: 'Stop main' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
      await expect.poll(() => working().length).toBe(0)
      await expect(page.getByRole('dialog', { name: 'All 25 denied' })).toBeVisible()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Resume…' }).first().click()
      const resume = page.getByRole('alertdialog')
      await resume.getByLabel(/^Reason/).fill('rehearsal over')
      await resume.getByRole('button', { name: 'Resume main' }).click()
      await expect.poll(() => working().length).toBe(25)
    })

    test('the state outlives a killed console, and usage shows the dip', async ({ page }) => {
      await running.restart()
      await signIn(page, running.url, '/main/usage')
      await expect(page.getByRole('heading', { name: 'Usage' })).toBeVisible()
      const usage = await page.evaluate(() =>
        fetch('/api/orgs/main/usage?range=1h').then((response) => response.json()),
      )
      // Each step has the count at its end and the lowest; a step that was not sampled has no lowest.
      const points = usage.points.filter((point: UsagePoint) => point.allowed !== null) as UsagePoint[]
      expect(Math.min(...points.map((point) => point.allowedLowest ?? 0))).toBe(0)
      expect(Math.max(...points.map((point) => point.active ?? 0))).toBe(25)
    })

    test('nothing serious for axe on any page, and no page is wider than its screen', async ({ page }) => {
      await signIn(page, running.url, '/main')
      const operations = await page.evaluate(() =>
        fetch('/api/orgs/main/operations').then((response) => response.json()),
      )
      const paths = ['', '/devices', '/operations', `/operations/${operations.operations[0].id}`, '/usage', '/activity']
      for (const path of paths) {
        await page.goto(`${running.url}/main${path}`)
        await expect(page.getByRole('main')).toBeVisible()
        await page.waitForLoadState('networkidle', { timeout: 2_500 }).catch(() => undefined)
        await expectAccessible(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, path).toBeLessThanOrEqual(0)
      }
    })
  })
}

test('sign-in: a wrong password says so, an open redirect goes nowhere else', async ({ page }) => {
  const running = await startConsole()
  try {
    await page.goto(`${running.url}/sign-in?to=//evil.example`)
    await expectAccessible(page)
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toContainText('not right')
    // What was typed is still there, and not in the address.
    await expect(page.getByLabel('E-mail')).toHaveValue(ADMIN.email)
    await expect(page.getByLabel('Password')).toHaveValue('')
    expect(page.url()).not.toContain(encodeURIComponent(ADMIN.email))
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(new RegExp(`^${running.url}/`))
  } finally {
    await running.stop()
  }
})

/** Selects what is loaded: the header's box on a wide screen, row by row on a phone. */
async function tickAll(page: Page): Promise<void> {
  const all = page.getByRole('checkbox', { name: 'Select the rows that are loaded' })
  if (await all.isVisible()) return all.check()
  for (const box of await page.getByRole('checkbox', { name: /^Select crewai:/ }).all()) await box.check()
}
