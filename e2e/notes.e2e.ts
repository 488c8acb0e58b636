/** A lead writes down who owns a role and what halts without it; it is read before a stop: in the review, in the panel, on `/stop`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

test.afterAll(({ browser }) => closePages(browser))

const RUNNER = 'crewai:prod:runner:01'
const DEVICES = [RUNNER, 'crewai:prod:runner:02', 'crewai:dev:runner:01', 'crewai:prod:planner:01']
const LAPTOP = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const VIEWER = { email: 'vera@example.org', password: 'correct-horse-battery-2' }
const HALTS = 'Card payments. Orders wait in the queue for an hour, then they are lost.'

let running: RunningConsole
test.beforeEach(async () => {
  running = await startConsole()
  for (const deviceId of DEVICES)
    await fetch(`${running.authority.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
})
test.afterEach(() => running.stop())

async function open(
  browser: Browser,
  path: string,
  options: Parameters<Browser['newContext']>[0],
  who?: typeof VIEWER,
) {
  const page = await (await browser.newContext(options)).newPage()
  await signIn(page, running.url, path, who)
  return page
}

/** Fills the form that is open, and saves. */
async function write(page: Page, note: { selector?: string; owner?: string; halts?: string; link?: string }) {
  const form = page.getByRole('dialog', { name: /note$/ })
  if (note.selector) await form.getByLabel('For devices that match').fill(note.selector)
  if (note.owner) await form.getByLabel('Owner').fill(note.owner)
  if (note.halts) await form.getByLabel('What halts when they stop').fill(note.halts)
  if (note.link) await form.getByLabel('Link').fill(note.link)
  await form.getByRole('button', { name: 'Save' }).click()
  return form
}

const linesOf = (page: Page) => page.getByRole('list', { name: 'Notes' }).getByRole('listitem')
const insideScreen = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

test('a lead writes a note for a role, and it is read wherever a stop is decided', async ({ browser }) => {
  const lead = await open(browser, '/main/devices', LAPTOP)
  await lead.getByRole('navigation', { name: 'Notes on the devices' }).getByRole('link', { name: 'Notes' }).click()
  await expect(lead.getByRole('heading', { name: 'No notes yet' })).toBeVisible()
  await expectAccessible(lead)
  await lead.getByRole('button', { name: 'Write a note' }).click()
  const form = await write(lead, {
    selector: 'role:runer',
    owner: 'فريق الدفع',
    halts: HALTS,
    link: 'javascript:alert(1)',
  })
  await expect(form.getByRole('alert').filter({ hasText: 'begins with https:// or http://' })).toBeVisible()
  await expect(form.getByLabel('Link')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(lead)
  // A press beside the form loses nothing of it.
  await lead.mouse.click(5, 5)
  await write(lead, { selector: 'role:"runner', link: 'https://wiki.example.org/runner' })
  await expect(form.getByText(/quote is not closed/)).toBeVisible()
  await write(lead, { selector: 'role:runner' })
  await expect(form).toHaveCount(0)
  await expect(linesOf(lead)).toContainText(['3 devices'])
  await expect(linesOf(lead)).toContainText([/Written by .+, (just now|\d+ s ago)/])
  const link = linesOf(lead).getByRole('link', { name: 'wiki.example.org (opens in a new tab)' })
  await expect(link).toHaveAttribute('rel', 'noreferrer noopener')
  await expect(link).toHaveAttribute('target', '_blank')
  await expectAccessible(lead)

  await lead.goto(`${running.url}/main/devices?q=env%3Aprod&act=revoke&device=${encodeURIComponent(RUNNER)}`)
  const review = lead.getByRole('alertdialog', { name: 'Revoke all 3 matching devices?' })
  const notes = review.getByRole('region', { name: 'What halts when this stops' })
  await expect(notes).toContainText(`فريق الدفع: ${HALTS}`)
  await notes.getByRole('button', { name: 'Show in full' }).click()
  await expect(notes).toContainText('role:runner · Covers 2 of the 3')
  await expect(notes).toContainText('Written by ')
  await expectAccessible(lead)
  await review.getByRole('button', { name: 'Cancel' }).click()
  const panel = lead.getByRole('complementary', { name: /^Device / })
  await expect(panel.getByRole('region', { name: 'Notes' })).toContainText('فريق الدفع')
  await expect(panel.getByRole('region', { name: 'Notes' })).toContainText(HALTS)
  await expect(panel.getByRole('region', { name: 'Notes' })).toContainText('Written by ')

  await lead.goto(`${running.url}/main/devices?device=${encodeURIComponent('crewai:prod:planner:01')}`)
  await expect(panel.getByText('No note covers this device.')).toBeVisible()
  await panel.getByRole('button', { name: 'Write a note' }).click()
  await expect(lead.getByLabel('For devices that match')).toHaveValue('role:planner')
})

test('on a phone: the menu leads there, the confirm stays in sight with seven notes, and /stop has no script', async ({
  browser,
}) => {
  const page = await open(browser, '/main/devices', PHONE)
  await page.getByRole('button', { name: 'Views and notes' }).tap()
  await page.getByRole('menuitem', { name: 'Notes' }).tap()
  for (const selector of [
    'runner',
    'role:runner',
    'env:prod',
    'env:dev',
    'env:prod,dev',
    'instance:01',
    'instance:02',
  ]) {
    await page.getByRole('button', { name: 'Write a note' }).tap()
    await expect(await write(page, { selector, owner: `Owner of ${selector}`, halts: HALTS })).toHaveCount(0)
  }
  await expect(linesOf(page)).toHaveCount(7)
  await expectAccessible(page)
  expect(await insideScreen(page)).toBe(true)

  await page.goto(`${running.url}/main/devices?q=role%3Arunner&act=revoke`)
  const review = page.getByRole('alertdialog', { name: 'Revoke all 3 matching devices?' })
  const notes = review.getByRole('region', { name: 'What halts when this stops' })
  await expect(notes.getByRole('listitem')).toHaveCount(3)
  await expect(notes.getByRole('listitem').first()).toContainText('Owner of env:dev')
  await expect(notes).toBeInViewport({ ratio: 1 })
  await expect(review.getByRole('button', { name: 'Revoke 3' })).toBeInViewport({ ratio: 1 })
  await notes.getByRole('button', { name: 'and 4 more' }).tap()
  await expect(review.getByRole('button', { name: 'Revoke 3' })).toBeInViewport({ ratio: 1 })
  await expect(notes.getByRole('listitem')).toHaveCount(7)
  await expectAccessible(page)

  await page.goto(`${running.url}/stop`)
  await page.getByRole('form', { name: 'Roles' }).getByRole('button', { name: 'runner 3 active' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Revoke 3 devices of main?')
  await expect(page.getByRole('region', { name: 'What halts when this stops' })).toContainText('Owner of env:dev')
  await expect(page.getByText('and 4 more')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revoke 3' })).toBeInViewport({ ratio: 1 })
  await expect(page.locator('script')).toHaveCount(0)
  await expectAccessible(page)
  expect(await insideScreen(page)).toBe(true)
})

test('of two who change one note the second loses nothing; a viewer reads, and sees why writing is not offered', async ({
  browser,
}) => {
  const add = ['user', 'add', '--email', VIEWER.email, '--org', 'main', '--role', 'viewer']
  const env = { ...running.env, NEW_PASSWORD: VIEWER.password }
  await promisify(execFile)(process.execPath, ['scripts/run.mjs', 'admin', ...add], { env })
  const first = await open(browser, '/main/notes', LAPTOP)
  await first.getByRole('button', { name: 'Write a note' }).click()
  await write(first, { selector: 'role:runner', owner: 'Ada' })
  const second = await open(browser, '/main/notes', LAPTOP)
  await second.getByRole('button', { name: 'Change' }).click()
  await first.getByRole('button', { name: 'Change' }).click()
  await expect(await write(first, { owner: 'Bob' })).toHaveCount(0)
  const form = await write(second, { owner: 'Cem', halts: 'Payments' })
  const refusal = form.getByRole('alert').filter({ hasText: 'Another person changed this note. Now: owner “Bob”' })
  await expect(refusal).toBeVisible()
  await expectAccessible(second)
  await form.getByRole('button', { name: 'Keep mine, to save it' }).click()
  await expect(form.getByLabel('Owner')).toHaveValue('Cem')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toHaveCount(0)
  await expect(linesOf(second)).toContainText('Cem')

  const viewer = await open(browser, '/main/notes', LAPTOP, VIEWER)
  await expect(linesOf(viewer)).toContainText('Cem')
  await expect(viewer.getByText('Writing one needs the role responder; yours is viewer.')).toBeVisible()
  await expect(viewer.getByRole('button', { name: /Write|Change/ })).toHaveCount(0)
  const refused = await viewer.request.post(`${running.url}/api/orgs/main/notes`, {
    headers: { origin: running.url },
    data: { id: crypto.randomUUID(), selector: 'env:dev', owner: 'Eve', halts: '', purpose: '', link: '' },
  })
  expect(refused.status()).toBe(403)

  await expect(linesOf(first)).toContainText('Cem', { timeout: 30_000 })
  await first.getByRole('button', { name: 'Change' }).click()
  await first.getByRole('button', { name: 'Remove the note' }).click()
  await expect(first.getByRole('heading', { name: 'No notes yet' })).toBeVisible()
  await first.goto(`${running.url}/main/activity`)
  await expect(first.getByText('removed the note on role:runner')).toBeVisible()
})

test('a form that is open keeps what is typed, whatever others write or remove meanwhile', async ({ browser }) => {
  const page = await (await browser.newContext(LAPTOP)).newPage()
  await page.clock.install()
  await signIn(page, running.url, '/main/notes')
  const api = `${running.url}/api/orgs/main/notes`
  const headers = { origin: running.url }
  const others = (selector: string) =>
    page.request.post(api, {
      headers,
      data: { id: crypto.randomUUID(), selector, owner: 'Others', halts: '', purpose: '', link: '' },
    })
  /** Notes are read every 15 s. */
  const readAgain = async (selector: string, isThere: boolean) => {
    await page.clock.fastForward(16_000)
    await expect(page.locator('main').getByText(selector, { exact: true })).toHaveCount(isThere ? 1 : 0)
  }
  const form = page.getByRole('dialog', { name: /note$/ })

  // The first note of the org, while another person writes one.
  await page.getByRole('button', { name: 'Write a note' }).click()
  await form.getByLabel('Owner').fill('Ada')
  await others('role:planner')
  await readAgain('role:planner', true)
  await expect(form.getByLabel('Owner')).toHaveValue('Ada')
  await expect(await write(page, { selector: 'env:dev' })).toHaveCount(0)

  // A note that another person removes.
  await page.getByRole('button', { name: 'Change the note for role:planner' }).click()
  await form.getByLabel('Owner').fill('Bob')
  const { notes } = (await (await page.request.get(api)).json()) as {
    notes: { id: string; version: number; selector: string }[]
  }
  const planner = notes.find(({ selector }) => selector === 'role:planner')
  await page.request.post(`${api}/${planner?.id}/remove`, { headers, data: { version: planner?.version } })
  await readAgain('role:planner', false)
  await expect(form.getByLabel('Owner')).toHaveValue('Bob')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByRole('button', { name: 'Keep mine as a new note' }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toHaveCount(0)
  await expect(linesOf(page).filter({ hasText: 'Bob' })).toHaveCount(1)

  // From the panel of a device that no note covers yet.
  await page.goto(`${running.url}/main/devices?device=${encodeURIComponent(RUNNER)}`)
  await page.getByRole('button', { name: 'Write a note' }).click()
  await form.getByLabel('Owner').fill('Cem')
  await others('role:runner')
  await readAgain('Others', true)
  await expect(form.getByLabel('Owner')).toHaveValue('Cem')
})
