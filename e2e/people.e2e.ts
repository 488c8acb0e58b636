/** An admin invites a person by a link, changes the role and removes the person, who is out at the next click; a phone does the same. */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { expireInvitations } from './change-store'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const PASSWORD = 'another-horse-battery'

let running: RunningConsole
test.beforeAll(async () => {
  running = await startConsole()
})
test.afterAll(() => running.stop())
test.afterAll(({ browser }) => closePages(browser))

/** Makes a link by the page alone; its address. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const form = page.getByRole('dialog', { name: 'Invite a person to main' })
  await form.getByLabel('E-mail').fill(email)
  await form.getByRole('radio', { name: role }).check()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Make the link' }).click()
  const made = page.getByRole('dialog', { name: 'Copy the link now' })
  const link = (await made.locator('code').textContent()) ?? ''
  await made.getByRole('button', { name: 'Done' }).click()
  return link
}

/** A second person in a browser of their own, through the link. */
async function join(browser: Browser, link: string, name: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await goTo(page, link)
  await expect(page.getByRole('heading', { name: 'Join main' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel(/^Password/).fill(PASSWORD)
  await page.getByLabel('The same password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the account and join' }).click()
  await page.waitForURL('**/main')
  return { context, page }
}

async function signInAgain(page: Page, email: string): Promise<void> {
  await goTo(page, `${running.url}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const person = (page: Page, name: string) =>
  page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: name })

async function choose(page: Page, name: string, entry: string): Promise<void> {
  await person(page, name)
    .getByRole('button', { name: `What to do about ${name}` })
    .click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('invited by a link, made an operator, removed: out in the other browser at the next click', async ({
  page,
  browser,
}) => {
  await signIn(page, running.url, '/main/people')
  await expect(page.getByText('You are the only one.')).toBeVisible()
  const link = await invite(page, 'ann@example.org', 'responder')
  await expect(page.getByRole('list', { name: 'Open invitations' })).toContainText('ann@example.org')

  const ann = await join(browser, link, 'Ann')
  await expect(ann.page.getByRole('link', { name: 'Devices' }).first()).toBeVisible()
  await goTo(page, `${running.url}/main/people`)
  await expect(person(page, 'Ann')).toContainText('responder')
  await expect(page.getByRole('list', { name: 'Open invitations' })).toHaveCount(0)

  await choose(page, 'Ann', 'Change the role…')
  const role = page.getByRole('dialog', { name: /^Role of .*Ann/ })
  await role.getByRole('radio', { name: 'operator' }).check()
  await role.getByRole('button', { name: 'Change the role' }).click()
  // The dialog, which names every role, is inside of the row.
  await expect(role).toHaveCount(0)
  await expect(person(page, 'Ann')).toContainText('operator')
  const list = (await (await ann.page.request.get(`${running.url}/api/orgs`)).json()) as { orgs: { role: string }[] }
  expect(list.orgs.map((org) => org.role)).toEqual(['operator'])

  await choose(page, 'Ann', 'Remove from this org…')
  const sure = page.getByRole('alertdialog', { name: /^Remove .*Ann/ })
  await expect(sure).toContainText('the account is deleted with the role')
  await expectAccessible(page)
  await sure.getByRole('button', { name: 'Remove from main' }).click()
  await expect(person(page, 'Ann')).toHaveCount(0)

  await ann.page.goto(`${running.url}/main/devices?q=env%3Aprod`)
  await expect(ann.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(new URL(ann.page.url()).searchParams.get('to')).toBe('/main/devices?q=env%3Aprod')
  await goTo(ann.page, link)
  await expect(ann.page.getByRole('heading', { name: 'This invitation was used' })).toBeVisible()
  await ann.context.close()
})

test('a second link for the same e-mail says that the first ends, and the first is good for nothing', async ({
  page,
}) => {
  await signIn(page, running.url, '/main/people')
  const first = await invite(page, 'dora@example.org', 'viewer')
  await expect(page.getByRole('list', { name: 'Open invitations' })).toContainText('dora@example.org')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const form = page.getByRole('dialog', { name: 'Invite a person to main' })
  await form.getByLabel('E-mail').fill(' Dora@Example.org')
  await expect(
    form.getByText('dora@example.org has an open link as viewer. It ends when you make this one.'),
  ).toBeVisible()
  await form.getByRole('radio', { name: 'operator' }).check()
  await form.getByRole('button', { name: 'Make the link' }).click()
  const made = page.getByRole('dialog', { name: 'Copy the link now' })
  await expect(made.getByText('The earlier link for dora@example.org has ended')).toBeVisible()
  await expectAccessible(page)
  await made.getByRole('button', { name: 'Done' }).click()
  const open = page.getByRole('list', { name: 'Open invitations' }).getByRole('listitem')
  await expect(open.filter({ hasText: 'dora@example.org' })).toHaveCount(1)
  await goTo(page, first)
  await expect(page.getByRole('heading', { name: 'This invitation was taken back' })).toBeVisible()
})

for (const [name, viewport] of [
  ['laptop', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const)
  test.describe(`after 72 hours on a ${name}`, () => {
    test.use({ viewport, hasTouch: name === 'phone' })

    test('an invitation that is over says so, whom to ask, and is listed no more', async ({ page, browser }) => {
      await signIn(page, running.url, '/main/people')
      const email = `${name}@example.org`
      const link = await invite(page, email, 'responder')
      const invitations = page.getByRole('list', { name: 'Open invitations' })
      await expect(invitations).toContainText(email)
      const guest = await browser.newContext({ viewport })
      const opened = await guest.newPage()
      await goTo(opened, link)
      await expect(opened.getByLabel('E-mail')).toHaveJSProperty('readOnly', true)
      // Its time is over while the form is being filled in.
      expireInvitations(running)
      await opened.getByLabel('Your name').fill('Late')
      await opened.getByLabel(/^Password/).fill(PASSWORD)
      await opened.getByLabel('The same password again').fill(PASSWORD)
      await opened.getByRole('button', { name: 'Make the account and join' }).click()
      // After the form, and opened anew.
      for (const again of [false, true]) {
        if (again) await goTo(opened, link)
        await expect(opened.getByRole('heading', { name: 'This invitation is over' })).toBeVisible()
        await expect(
          opened.getByText(/A link is good for 72 hours\. Ask .+ or another admin for a new one\./),
        ).toBeVisible()
        await expectAccessible(opened)
        const isWide = await opened.evaluate(() => document.documentElement.scrollWidth > innerWidth)
        expect(isWide).toBe(false)
      }
      await goTo(page, `${running.url}/main/people`)
      await expect(page.getByRole('list', { name: 'People' })).toBeVisible()
      await expect(invitations).toHaveCount(0)
      await expect(page.getByText(email)).toHaveCount(0)
      await guest.close()
    })
  })

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('disabled on a phone: signed out at once, and enabled later without the old session', async ({
    page,
    browser,
  }) => {
    await signIn(page, running.url, '/main/people')
    const bob = await join(browser, await invite(page, 'bob@example.org', 'viewer'), 'Bob')
    await goTo(page, `${running.url}/main/people`)
    await choose(page, 'Bob', 'Disable the account…')
    const sure = page.getByRole('alertdialog', { name: /^Disable the account of .*Bob/ })
    await sure.getByRole('button', { name: 'Disable the account' }).click()
    await expect(sure).toHaveCount(0)
    await expect(person(page, 'Bob')).toContainText('Disabled')
    await expectAccessible(page)
    await signInAgain(bob.page, 'bob@example.org')
    // Both are right: the sentence must not send Bob round in circles.
    await expect(bob.page.getByRole('alert')).toContainText('an admin disabled the account')
    await choose(page, 'Bob', 'Enable the account…')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Enable the account' }).click()
    await expect(person(page, 'Bob')).toContainText('Not signed in')
    await bob.page.goto(`${running.url}/main`)
    await expect(bob.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await bob.context.close()
  })

  test('a link opened by another person signs that person out and is good for its own', async ({ page }) => {
    await signIn(page, running.url, '/main/people')
    const link = await invite(page, 'cleo@example.org', 'viewer')
    await goTo(page, link)
    await expect(page.getByRole('heading', { name: 'This invitation is for another person' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Sign out and open the link' }).click()
    await expect(page.getByRole('heading', { name: 'Join main' })).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue('cleo@example.org')
    await goTo(page, `${running.url}/main`)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })
})
