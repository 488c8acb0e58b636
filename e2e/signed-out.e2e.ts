/** Signed out under an open page: what a press of Stop asks first, what the page leaves alone meanwhile, and how it goes on. */
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { endSessions } from './change-store'
import { closePages } from './close-pages'
import { isDenied, startWithDevice } from './one-device'
import { ADMIN, type RunningConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
test.beforeEach(async () => {
  running = await startWithDevice()
})
test.afterEach(() => running.stop())
test.afterAll(({ browser }) => closePages(browser))

const GONE = 'You are signed out. What is shown stays as it was'
const QUESTION = 'Stop the 1 agent of main?'
const pressStop = (page: Page) => page.getByRole('button', { name: 'Stop main' }).click()
const signInDialog = (page: Page) => page.getByRole('dialog', { name: 'Sign in to go on' })
const stopDialog = (page: Page) => page.getByRole('alertdialog')

async function typePassword(page: Page, password = ADMIN.password): Promise<void> {
  await signInDialog(page).getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

for (const [name, viewport] of [
  ['laptop', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const)
  test.describe(name, () => {
    test.use({ viewport, hasTouch: name === 'phone' })

    test('a press of Stop asks for the sign-in first, then whether to stop, and sends nothing by itself', async ({
      page,
    }) => {
      await signIn(page, running.url, '/main')
      endSessions(running)
      await expect(page.getByText(GONE)).toBeVisible()
      await pressStop(page)
      await expect(signInDialog(page)).toContainText(
        'nothing was sent. After the sign-in the dialog that you asked for opens.',
      )
      await expect(stopDialog(page)).toHaveCount(0)
      await expectAccessible(page)
      await typePassword(page)
      await expect(stopDialog(page)).toContainText(QUESTION)
      await expect(stopDialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
      // Nothing was refused, so nothing has to be pressed again.
      await expect(page.getByText('Signed in', { exact: true })).toBeVisible()
      await expect(page.getByText('What was refused')).toHaveCount(0)
      await expect(page.getByText(GONE)).toHaveCount(0)
      expect(await isDenied(running)).toBe(false)
      await stopDialog(page).getByRole('button', { name: 'Stop now' }).click()
      await expect.poll(() => isDenied(running)).toBe(true)
    })
  })

test('a press that is cancelled at the sign-in is forgotten', async ({ page }) => {
  await signIn(page, running.url, '/main')
  endSessions(running)
  await expect(page.getByText(GONE)).toBeVisible()
  await pressStop(page)
  await expect(signInDialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(signInDialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await typePassword(page)
  await expect(page.getByText(GONE)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Stop main' })).toBeVisible()
  await expect(stopDialog(page)).toHaveCount(0)
})

test('a stop that was refused says nothing of it after the sign-in, and is pressed again', async ({ page }) => {
  await signIn(page, running.url, '/main')
  await pressStop(page)
  await expect(stopDialog(page)).toContainText(QUESTION)
  endSessions(running)
  await stopDialog(page).getByRole('button', { name: 'Stop now' }).click()
  await expect(signInDialog(page)).toBeVisible()
  const refusal = page.getByText(/Not stopped as far as is known|You are not signed in/)
  await expect(refusal).toHaveCount(1)
  await typePassword(page)
  await expect(page.getByText('What was refused was not sent. Press again.')).toBeVisible()
  await expect(stopDialog(page)).toContainText(QUESTION)
  await expect(refusal).toHaveCount(0)
  expect(await isDenied(running)).toBe(false)
  await stopDialog(page).getByRole('button', { name: 'Stop now' }).click()
  await expect.poll(() => isDenied(running)).toBe(true)
})

test('polls rest while signed out, what is shown is marked as old, and the sign-in of another tab is enough', async ({
  page,
  context,
}) => {
  await page.clock.install()
  await signIn(page, running.url, '/main')
  await expect(page.getByText(/^Running/).first()).toBeVisible()
  endSessions(running)
  await page.clock.runFor(20_000)
  await expect(page.getByText(GONE)).toBeVisible()
  await expect(page.getByText(/^Last known: running/).first()).toBeVisible()
  // What was on its way, and one last poll each.
  await page.clock.runFor(20_000)
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.clock.runFor(10 * 60_000)
  expect(asked).toEqual([])

  await pressStop(page)
  await expect(signInDialog(page)).toBeVisible()
  const other = await context.newPage()
  await signIn(other, running.url, '/main')
  await page.bringToFront()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(stopDialog(page)).toContainText(QUESTION)
  await expect(signInDialog(page)).toHaveCount(0)
  await stopDialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(/^Running/).first()).toBeVisible()
  await page.clock.runFor(20_000)
  await expect.poll(() => asked.length).toBeGreaterThan(5)
})

test('a wrong password breaks no rule of the page, and the wait for the next one counts down', async ({ page }) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  await signIn(page, running.url, '/main')
  endSessions(running)
  await expect(page.getByText(GONE)).toBeVisible()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const fault = signInDialog(page).getByRole('alert')
  await typePassword(page, 'not-the-password')
  await expect(fault).toContainText('E-mail or password is not right')
  await expect(async () => {
    await typePassword(page, 'not-the-password')
    await expect(fault).toContainText('Too many attempts', { timeout: 2_000 })
  }).toPass()
  const timer = fault.getByRole('timer')
  const seconds = async () => Number(/\d+/.exec((await timer.textContent()) ?? '')?.[0] ?? 0)
  const first = await seconds()
  await expect.poll(seconds).toBeLessThan(first)
  await expectAccessible(page)
  await expect(timer).toHaveText('Try again now.')
  await typePassword(page)
  await expect(page.getByText(GONE)).toHaveCount(0)
  expect(complaints).toEqual([])
})
