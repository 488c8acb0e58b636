/** A key leaks: the page leads through stop, rotation, who is dark, resume. Every agent comes back but one, and that one is named. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const IDS = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:planner:01'] as const
const LEFT = IDS[2]

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const openPhone = async (browser: Browser) => (await browser.newContext(PHONE)).newPage()

let running: RunningConsole
test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  running = await startConsole()
  for (const deviceId of IDS) {
    await call(AGENT_KEY, 'devices/register', { deviceId })
    await call(AGENT_KEY, 'devices/validate', { deviceId })
  }
})
test.afterAll(async ({ browser }) => {
  await closePages(browser)
  await running?.stop()
})

async function call(key: string, path: string, body: object): Promise<{ code?: string }> {
  const response = await fetch(`${running.authority.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'x-org-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { code?: string }
}

const fill = async (page: Page) => {
  await page.getByLabel(/^Reason/).fill('the key was in a public repository')
  await page.getByLabel(/to confirm/).fill('main')
}

test('a leaked agent key, from the stop to the one agent that stays dark', async ({ browser }) => {
  const page = await openPhone(browser)
  await signIn(page, running.url, '/main/keys/leaked')
  const stop = page.locator('section', { hasText: '1. Stop' })
  await stop.getByRole('button', { name: 'Stop main' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
  await expect(stop.getByText('Done')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('radio', { name: /first/ }).check()
  await fill(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'End the leaked key' }).click()
  const line = page.getByText(/^MACHINEID_ORG_KEY=org_agent_/)
  await expect(line).toBeVisible()
  const key = (await line.textContent())?.split('=')[1] ?? ''
  expect((await call(AGENT_KEY, 'devices/validate', { deviceId: IDS[0] })).code).toBe('INVALID_ORG_KEY')
  const users = page.locator('section', { hasText: 'Who is back' })
  await expect(users.getByText('3 dark')).toBeVisible()
  await expectAccessible(page)

  for (const deviceId of IDS.slice(0, 2))
    expect((await call(key, 'devices/validate', { deviceId })).code).toBe('ORG_DISABLED')
  await expect(users.getByText('2 on the new key')).toBeVisible()
  await expect(users.getByText('1 dark')).toBeVisible()
  await expect(users.getByRole('link')).toHaveCount(1)
  await expect(users.getByRole('link', { name: LEFT })).toBeVisible()

  await page.getByRole('button', { name: 'I have kept it' }).click()
  await expect(line).toHaveCount(0)
  await page.getByRole('button', { name: 'Resume…' }).first().click()
  const resume = page.getByRole('alertdialog')
  await resume.getByLabel(/^Reason/).fill('the leaked key has ended')
  await resume.getByRole('button', { name: 'Resume main' }).click()
  await expect.poll(async () => (await call(key, 'devices/validate', { deviceId: IDS[0] })).code).toBe('ALLOW')
  await goTo(page, `${running.url}/main/activity`)
  await expect(page.getByText('rotated the agent key “first”')).toBeVisible()
  expect(await page.content()).not.toContain(key)
})

test('an org key with an overlap, on a laptop: no browser sees it, and the console goes on with it', async ({
  page,
}) => {
  const bodies: string[] = []
  page.on('response', async (response) => bodies.push(await response.text().catch(() => '')))
  await signIn(page, running.url, '/main/keys/rotation')
  await page.getByRole('radio', { name: /^Org key/ }).check()
  await expect(page.getByText('No device is known to use it')).toBeVisible()
  await page.getByRole('radio', { name: '5 minutes' }).check()
  await fill(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Rotate the key' }).click()
  await expect(page.getByText(/The old key works until/)).toBeVisible()
  await page.getByRole('button', { name: 'End the old key now…' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel(/^Reason/).fill('nothing else holds it')
  await dialog.getByLabel(/to confirm/).fill('main')
  await dialog.getByRole('button', { name: 'End the old key' }).click()
  await expect(page.getByText(/The old key ended/)).toBeVisible()
  await running.restart()
  await goTo(page, `${running.url}/main/devices`)
  await expect(page.getByText(IDS[0])).toBeVisible()
  expect(bodies.filter((body) => /org_(?!agent)[\w-]{43}/.test(body) || body.includes(ORG_KEY))).toEqual([])
})
