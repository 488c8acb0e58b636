/** A session that ends, or becomes idle, under an open page: signed in again there, with what was typed still there. The own account. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { endSessions, makeSessionsIdle } from './change-store'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { isDenied, startWithDevice } from './one-device'
import { ADMIN, type RunningConsole } from './running-console'
import { signIn } from './sign-in'

const HALTS = 'Card payments. Orders wait in the queue.'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let running: RunningConsole
test.beforeEach(async () => {
  running = await startWithDevice()
})
test.afterEach(() => running.stop())
test.afterAll(({ browser }) => closePages(browser))

const isStopped = () => isDenied(running)

async function typeNote(page: Page) {
  await page.getByRole('button', { name: 'Write a note' }).first().click()
  const form = page.getByRole('dialog', { name: 'Write a note' })
  await form.getByLabel('For devices that match').fill('role:runner')
  await form.getByLabel('What halts when they stop').fill(HALTS)
  return form
}

const openPhone = async (browser: Browser) => (await browser.newContext(PHONE)).newPage()

test('a session that ended elsewhere: the dialog signs in, and the form that was typed is sent', async ({ page }) => {
  await signIn(page, running.url, '/main/notes')
  const form = await typeNote(page)
  endSessions(running)
  await form.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await expect(dialog.getByLabel('E-mail')).toHaveValue(ADMIN.email)
  await expect(dialog.getByRole('link', { name: 'Open Stop' })).toHaveAttribute('href', '/stop')
  await expectAccessible(page)
  await dialog.getByLabel('Password').fill('not-the-password')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog.getByRole('alert')).toContainText('E-mail or password is not right')
  await dialog.getByLabel('Password').fill(ADMIN.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(form.getByLabel('What halts when they stop')).toHaveValue(HALTS)
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Notes' })).toContainText(HALTS)
})

test('another person who signs in over the page gets it anew, and nothing that was typed is sent', async ({
  page,
  browser,
}) => {
  await signIn(page, running.url, '/main/notes')
  const bob = { email: 'bob@example.org', password: 'another-horse-battery' }
  const { link } = await (
    await page.request.post(`${running.url}/api/orgs/main/invitations`, {
      data: { id: crypto.randomUUID(), email: bob.email, role: 'viewer' },
      headers: { origin: running.url },
    })
  ).json()
  const stranger = await browser.newContext()
  const form = { code: String(new URL(link).searchParams.get('code')), name: 'Bob', password: bob.password }
  await stranger.request.post(`${running.url}/invitation`, {
    form: { ...form, again: bob.password },
    headers: { origin: running.url },
  })
  const note = await typeNote(page)
  endSessions(running)
  await note.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  // The console is away: it is said, and what was typed stays.
  await page.route('**/sign-in', (route) => route.abort())
  await dialog.getByLabel('Password').fill(bob.password)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('cannot be reached')
  await page.unroute('**/sign-in')
  await dialog.getByLabel('E-mail').fill(bob.email)
  await dialog.getByLabel('Password').fill(bob.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Writing one needs the role responder; yours is viewer.')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('No notes yet')).toBeVisible()
  await stranger.close()
})

test('Cancel leaves the page and its banner; a poll opens no dialog', async ({ page }) => {
  await signIn(page, running.url, '/main/notes')
  endSessions(running)
  const banner = page.getByText('You are signed out. What is shown stays as it was')
  await expect(banner).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(banner).toBeVisible()
  // Said once: that this browser may read nothing is no word about the authority, and the page below repeats nothing.
  await expect(page.getByText(/has not been read|Shown is (the last snapshot|what was read before)/)).toHaveCount(0)
  expect(new URL(page.url()).pathname).toBe('/main/notes')
})

test('an idle session on a phone: Stop works, then the password, then resume', async ({ browser }) => {
  const page = await openPhone(browser)
  await signIn(page, running.url, '/main')
  makeSessionsIdle(running)
  await expect(page.getByText('Stop works, nothing else does')).toBeVisible()
  await page.getByRole('button', { name: 'Stop main' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
  await expect.poll(isStopped).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Enter your password to go on' })
  await expectAccessible(page)
  await dialog.getByLabel('Password').fill(ADMIN.password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Resume…' }).first().click()
  const resume = page.getByRole('alertdialog')
  await resume.getByLabel(/^Reason/).fill('the incident is over')
  await resume.getByRole('button', { name: 'Resume main' }).click()
  await expect.poll(isStopped).toBe(false)
})

test('a link keeps its query and its fragment through the sign-in of an idle session', async ({ page }) => {
  await signIn(page, running.url, '/main')
  makeSessionsIdle(running)
  await goTo(page, `${running.url}/main/devices?q=env%3Aprod#here`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill('not-the-password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${running.url}/main/devices?q=env%3Aprod#here`)
})

test('the own account: a name, other sessions ended, a new password', async ({ page, browser }) => {
  await signIn(page, running.url, '/main')
  const phone = await openPhone(browser)
  await signIn(phone, running.url, '/main')
  await page
    .getByRole('link', { name: /your account/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await expectAccessible(page)
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await page.getByLabel('Name').fill('Zoë')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await expect(page.getByText('Name changed')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(sessions).toHaveCount(1)
  await goTo(phone, `${running.url}/main`)
  await expect(phone.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Password now').fill(ADMIN.password)
  await page.getByLabel('New password', { exact: true }).fill('staple-battery-horse')
  await page.getByLabel('New password again').fill('staple-battery-horse')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
  const fits = () => phone.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
  await signIn(phone, running.url, '/account', { ...ADMIN, password: 'staple-battery-horse' })
  await expect(phone.getByRole('heading', { name: 'Your account' })).toBeVisible()
  expect(await fits()).toBe(true)
  await expectAccessible(phone)
})
