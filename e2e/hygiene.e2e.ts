/** A lead finds devices that are not used, and removes them: from the column, from usage, from the palette and on a phone. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { ADMIN, AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const IDLE = ['crewai:dev:batch:01', 'crewai:dev:batch:02', 'crewai:dev:batch:03']

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 5, intervalMs: 400, respawn: true })
})
test.beforeEach(async () => {
  for (const deviceId of IDLE) {
    const response = await fetch(`${running.authority.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
    if (!response.ok) throw new Error(`register answered ${response.status}`)
  }
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})
test.afterAll(({ browser }) => closePages(browser))

const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views of the devices' }).getByRole('link', { name })

test.describe('laptop', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('devices that never validated are removed from their view, and its count goes to none', async ({ page }) => {
    await signIn(page, running.url, '/main/usage')
    const column = view(page, 'Never validated')
    await expect(column).toHaveText(/Never validated\s*3/)
    const line = page.getByRole('listitem').filter({ hasText: 'Never validated' })
    await line.getByRole('link', { name: 'Review to remove…' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Remove all 3 matching devices?' })
    await expect(dialog).toBeVisible()
    await expect(column).toHaveAttribute('aria-current', 'page')
    await expectAccessible(page)
    await dialog.getByLabel(/^Reason/).fill('left over from a deploy')
    await dialog.getByLabel(/^Type /).fill('main')
    await dialog.getByRole('button', { name: 'Remove 3' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(column).toHaveText(/Never validated\s*0/, { timeout: 30_000 })
  })

  test('by keyboard: the palette leads to a view by its name', async ({ page }) => {
    await signIn(page, running.url, '/main')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Command' }).fill('never val')
    await expect(page.getByRole('option', { name: /^View: Never validated/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { name: new RegExp(IDLE[0] as string) })).toBeVisible()
  })
})

test('on a phone the views are a menu of the list', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await signIn(page, running.url, '/main/devices', ADMIN)
  await page.getByRole('button', { name: 'Views' }).tap()
  await page.getByRole('menuitem', { name: /^Never validated \(3\)$/ }).tap()
  await expect(page).toHaveURL(/q=seen%3Anever/)
  await expect(page.getByRole('row', { name: new RegExp(IDLE[0] as string) })).toBeVisible()
  await context.close()
})

test('a view that is saved and shared is seen by another person, who cannot change it', async ({ browser }) => {
  const viewer = { email: 'vera@example.org', password: 'correct-horse-battery-2' }
  const add = ['user', 'add', '--email', viewer.email, '--org', 'main', '--role', 'viewer']
  const env = { ...running.env, NEW_PASSWORD: viewer.password }
  await promisify(execFile)(process.execPath, ['scripts/run.mjs', 'admin', ...add], { env })
  const lead = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await signIn(lead, running.url, '/main/devices?q=env%3Adev')
  await lead.getByRole('button', { name: 'Save view' }).click()
  const dialog = lead.getByRole('dialog', { name: 'Save as a view' })
  await dialog.getByLabel('Name').fill('Development')
  await dialog.getByRole('radio', { name: 'All of the org' }).check()
  await expectAccessible(lead)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(view(lead, 'Development')).toHaveAttribute('aria-current', 'page')

  const other = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await other.clock.install()
  await signIn(other, running.url, '/main', viewer)
  await view(other, 'Development').click()
  await expect(other).toHaveURL(/q=env%3Adev/)
  await expect(other.getByRole('row', { name: new RegExp(IDLE[0] as string) })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Change view' })).toHaveCount(0)

  await lead.getByRole('button', { name: 'Change view' }).click()
  const change = lead.getByRole('dialog', { name: 'Change the view' })
  await change.getByLabel('Name').fill('Development fleet')
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(change).toBeHidden()
  await expect(view(other, 'Development')).toHaveText(/^Development(?! fleet)/)
  // The list of views is read every 15 s.
  await other.clock.fastForward(15_000)
  await expect(view(other, 'Development fleet')).toBeVisible()

  // What the list shows by now takes the place of what the view showed: it stays the same view for everyone.
  await lead.goto(`${running.url}/main/devices?q=env%3Aprod`)
  await lead.getByRole('button', { name: 'Save view' }).click()
  await dialog.getByLabel('Save as').selectOption({ label: 'In place of “Development fleet”' })
  await expect(dialog.getByText('It shows env:dev now, to all of the org.')).toBeVisible()
  await expect(dialog.getByRole('radio', { name: 'All of the org' })).toBeChecked()
  await dialog.getByLabel('Name').fill('Production')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(view(lead, 'Production')).toHaveAttribute('aria-current', 'page')
  await other.clock.fastForward(15_000)
  await expect(view(other, 'Production')).toBeVisible()
  await expect(view(other, 'Development fleet')).toHaveCount(0)
  await lead.goto(`${running.url}/main/activity`)
  await expect(
    lead.getByText(/changed the shared view “Development” to the view “Development fleet” of env:dev/),
  ).toBeVisible()
})

test('a view that is being saved keeps its form when another person saves the same one', async ({ browser }) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.clock.install()
  await signIn(page, running.url, '/main/devices?q=env%3Astaging')
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a view' })
  await dialog.getByLabel('Name').fill('Staging')
  const saved = await page.request.post(`${running.url}/api/orgs/main/views`, {
    headers: { origin: running.url },
    data: { id: crypto.randomUUID(), name: 'Before release', selector: 'env:staging', shared: true },
  })
  expect(saved.ok()).toBe(true)
  // The list of views is read every 15 s.
  await page.clock.fastForward(15_000)
  await expect(page.getByText('Before release').first()).toBeAttached()
  await expect(dialog.getByLabel('Name')).toHaveValue('Staging')
})
