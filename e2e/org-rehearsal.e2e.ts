/** An admin makes a throwaway org, sees an agent there denied by a disable of the whole org, and enables it; the other org goes on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const ID = 'node:dev:rehearsal:01'

/** A loop that asks before each task of 300 ms. An answer that a slow machine gives too late is a denial too, and not the awaited one. */
const AGENT = `
import { setTimeout as work } from 'node:timers/promises'
import { Guard } from './guards/node/machineid-guard.mjs'
const guard = new Guard(process.argv[1])
for (;;) {
  await guard.check('a task').catch(({ code }) => code === 'ORG_DISABLED' && process.exit(77))
  await work(300)
}`

let running: RunningConsole
let agent: ChildProcess | undefined
test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  running = await startConsole({ adminKey: 'org_admin_e2e_0123456789abcdefghijklmnopqrs' })
})
test.afterAll(async ({ browser }) => {
  agent?.kill('SIGKILL')
  await closePages(browser)
  await running?.stop()
})

const CONNECT = `connect?framework=node&id=${encodeURIComponent(ID)}`
const cardOf = (page: Page) => page.locator('section', { hasText: 'Rehearse a stop of the whole org' })

test('the stop of a whole org, rehearsed on an org made for it', async ({ page }) => {
  await signIn(page, running.url, `/main/${CONNECT}`)
  const card = cardOf(page)
  await card.getByRole('button', { name: 'Make a throwaway org' }).click()
  const line = card.getByText(/^MACHINEID_ORG_KEY=org_agent_/)
  const key = (await line.textContent())?.split('=')[1] ?? ''
  await card.getByRole('link', { name: 'Go on in main-throwaway' }).click()
  await page.waitForURL(/\/main-throwaway\/connect\?/)
  expect(await page.content()).not.toContain(key)

  await card.getByRole('button', { name: 'Register it' }).click()
  await expect(card.getByText('Registered for the rehearsal')).toBeVisible()
  const env = { ...process.env, MACHINEID_BASE_URL: running.authority.url, MACHINEID_ORG_KEY: key }
  agent = spawn(process.execPath, ['--input-type=module', '-e', AGENT, ID], { env, stdio: 'ignore' })
  const ended = once(agent, 'exit')
  await card.getByRole('button', { name: 'Disable this org, and watch' }).click()
  await expect(card.getByText('Disabled for the rehearsal')).toBeVisible()
  await expect(card.getByText(/^It was answered ORG_DISABLED, .* after the stop\.$/)).toBeVisible()
  await ended
})

test('a page that was closed in the middle: the rehearsal is listed, ends, and is in the record', async ({ page }) => {
  await signIn(page, running.url, '/main-throwaway/connect')
  const left = page.locator('section', { hasText: 'Rehearsals that were not ended' })
  await expect(left.getByText(/^The whole org/)).toBeVisible()
  await goTo(page, `${running.url}/main-throwaway/${CONNECT}`)
  const card = cardOf(page)
  await card.getByLabel('Reason').fill('Seen')
  await expectAccessible(page)
  await card.getByRole('button', { name: 'Enable this org again' }).click()
  await expect(card.getByText('The org works again.')).toBeVisible()

  await page.goto(`${running.url}/main-throwaway/activity`)
  await expect(page.getByText('began a rehearsal of the stop of the whole org')).toBeVisible()
  await page.goto(`${running.url}/main/activity`)
  await expect(page.getByText('began a rehearsal of the stop of the whole org')).toHaveCount(0)
})
