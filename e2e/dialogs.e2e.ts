/** Dialogs are the browser's own: what they promise to a keyboard, a finger and a screen reader, and that Stop waits for no script. */
import { expect, type Page, test } from '@playwright/test'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const DEVICE = 'crewai:prod:runner:01'

let running: RunningConsole
async function start(): Promise<void> {
  running = await startConsole()
  await ask('register', AGENT_KEY)
}

const ask = (act: 'register' | 'unrevoke', key: string) =>
  fetch(`${running.authority.url}/api/v1/devices/${act}`, {
    method: 'POST',
    headers: { 'x-org-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId: DEVICE }),
  })

/** Role and name of what a screen reader finds: inert parts of a page are no part of the browser's own tree. */
async function spoken(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  await cdp.detach()
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => `${role?.value} ${name?.value ?? ''}`)
}

const isInside = (page: Page) => page.evaluate(() => document.activeElement?.closest('dialog') !== null)

test.describe('an org without a stop', () => {
  test.beforeAll(start)
  test.afterAll(() => running.stop())

  test('the keyboard stays inside, Escape leads back to where it was, and the page behind is out of reach', async ({
    page,
  }) => {
    await signIn(page, running.url, '/main')
    const stop = page.getByRole('button', { name: 'Stop main' })
    await stop.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: /^Stop the 1 agent of main/ })
    await expect(dialog).toHaveAccessibleDescription(/denies every one of them/)
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    expect(await spoken(page)).toContain('button Cancel')
    expect((await spoken(page)).filter((node) => /^(link|navigation|heading Overview)/.test(node))).toEqual([])
    for (let presses = 0; presses < 6; presses++) {
      await page.keyboard.press('Tab')
      // The browser's own controls are a part of the round; nothing of the page behind is.
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(!(await isInside(page)))
    }
    // A press beside it answers nothing, and reaches nothing behind it.
    await page.mouse.click(60, 140)
    await expect(dialog).toBeVisible()
    await expect(page).toHaveURL(/\/main$/)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(stop).toBeFocused()
  })

  test('keys in a dialog are no keys of what is behind it, and a press beside one that asks nothing closes it', async ({
    page,
  }) => {
    await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(DEVICE)}`)
    const panel = page.getByRole('complementary', { name: /^Device / })
    await panel.getByRole('button', { name: 'Remove…' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog')).toBeHidden()
    await expect(panel).toBeVisible()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys and selectors' })
    await expect(help).toBeVisible()
    await page.mouse.click(5, 5)
    await expect(help).toBeHidden()
  })

  // It stops the org, so it comes last.
  test('Stop stops, and says so, when no script can be loaded any more', async ({ page }) => {
    await signIn(page, running.url, '/main')
    await expect(page.getByRole('banner')).toContainText('1 of 1 active')
    await page.route('**/*.js', (route) => route.abort())
    await page.getByRole('button', { name: 'Stop main' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
    await expect(page.getByRole('dialog').getByText(/^Accepted/)).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    // The button that opened it has made place for Resume: the page has the focus, not nothing.
    await expect(page.getByRole('main')).toBeFocused()
  })
})

test.describe('an org with a revoke', () => {
  test.beforeAll(start)
  test.afterAll(() => running.stop())

  test('an alarm that comes while a dialog is open is announced inside it', async ({ page }) => {
    await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(DEVICE)}`)
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await expect(page.getByRole('banner')).toContainText('0 of 1 active')
    await page.getByRole('button', { name: 'Stop main' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('alert')).toHaveText('')
    await ask('unrevoke', ORG_KEY)
    await expect(dialog.getByRole('alert')).toHaveText(/^Contradicted: 1 device/)
  })
})
