/** From no agent to one that is stopped: a person follows the page, runs what it hands out as it is, and denies it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { unpackZip } from '@/testing/zip/unpack-zip'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

test.afterAll(({ browser }) => closePages(browser))

const LAPTOP = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
/** In the address of a link, as a colleague would send it. */
const NODE = '/main/connect?framework=node'

let running: RunningConsole
test.beforeEach(async () => {
  running = await startConsole({ deviceLimit: 20 })
})
test.afterEach(() => running.stop())

async function open(browser: Browser, path: string, options: Parameters<Browser['newContext']>[0] = LAPTOP) {
  const page = await (await browser.newContext(options)).newPage()
  await signIn(page, running.url, path)
  return page
}

const register = (deviceId: string) =>
  fetch(`${running.authority.url}/api/v1/devices/register`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })

/** Takes the zip of all files and unpacks it. @returns the one folder in it. */
async function saveAll(page: Page, into: string): Promise<string> {
  const link = page.getByRole('link', { name: /^Save all \d as a zip$/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('agent-node-dev-mailer-01.zip')
  const [folder] = unpackZip(await readFile(await download.path()), into).map(dirname)
  return join(into, folder as string)
}

test('a new org: from the first page to a Node agent that works, and that a revoke ends', async ({ browser }) => {
  const page = await open(browser, '/main')
  await page.getByRole('main').getByRole('link', { name: 'Connect an agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Connect an agent' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: 'Loop in Node' }).click()
  // The keyboard goes on from there: the choice keeps the focus while the page unfolds.
  await expect(page.getByRole('radio', { name: 'Loop in Node' })).toBeFocused()
  await page.getByRole('combobox', { name: 'role', exact: true }).selectText()
  await page.keyboard.type('mailer')
  await expect(page.getByText('Free', { exact: true })).toBeVisible()
  await expect(page.getByText('20 places are left under the cap.').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Text of agent.mjs' })).toContainText("'node:dev:mailer:01'")

  const into = mkdtempSync(join(tmpdir(), 'connect-e2e-'))
  let agent: ChildProcess | undefined
  try {
    const folder = await saveAll(page, into)
    expect((await readdir(folder)).sort()).toEqual(['agent.mjs', 'machineid-guard.mjs', 'machineid.env'])
    const guard = await readFile(join(folder, 'machineid-guard.mjs'))
    expect(guard.equals(await readFile('guards/node/machineid-guard.mjs'))).toBe(true)
    // One file alone is the same.
    const save = page.getByRole('button', { name: 'Save agent.mjs' })
    const [alone] = await Promise.all([page.waitForEvent('download'), save.click()])
    expect((await readFile(await alone.path())).equals(await readFile(join(folder, 'agent.mjs')))).toBe(true)
    // The last command of the page, as it is; the person has the key in the environment.
    const line = await page.getByRole('region', { name: 'Text of start it' }).textContent()
    agent = spawn('sh', ['-c', line ?? ''], {
      cwd: folder,
      env: { NODE_ENV: 'production', PATH: process.env.PATH, MACHINEID_ORG_KEY: AGENT_KEY },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const errors = text(agent.stderr as NodeJS.ReadableStream)
    const ended = new Promise((resolve) => agent?.once('exit', resolve))
    // The page saw the id free before: it may have been another person's agent.
    await expect(page.getByText('Registered meanwhile', { exact: true })).toBeVisible()
    await page.getByRole('link', { name: 'node:dev:mailer:01' }).click()
    await expect(
      page.getByRole('dialog').or(page.getByRole('complementary')).getByText('node:dev:mailer:01').first(),
    ).toBeVisible()
    await expect(
      page.getByRole('row', { name: /node:dev:mailer:01/ }).getByText('Active', { exact: true }),
    ).toBeVisible()
    await fetch(`${running.authority.url}/api/v1/devices/revoke`, {
      method: 'POST',
      headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: 'node:dev:mailer:01' }),
    })
    expect(await ended).toBe(77)
    expect(await errors).toContain('DEVICE_REVOKED')
  } finally {
    agent?.kill('SIGKILL')
    rmSync(into, { recursive: true, force: true })
  }
})

test('an id: what cannot be one, what is taken, what looks like another, what a plan comes to', async ({ browser }) => {
  await register('node:dev:runner:01')
  const page = await open(browser, NODE)
  await expect(page.getByText('Registered already')).toBeVisible()
  await page.getByRole('button', { name: 'Use node:dev:runner:02' }).click()
  await expect(page.getByText('Free', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/id=node%3Adev%3Arunner%3A02/)

  await page.getByRole('combobox', { name: 'instance', exact: true }).fill('O1')
  await expect(page.getByText('Look-alike')).toBeVisible()
  await page.getByRole('combobox', { name: 'env', exact: true }).fill('')
  await expect(page.getByText('Fill in env.').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'The files need an id' })).toBeVisible()
  await page.getByRole('combobox', { name: 'env', exact: true }).fill('a:b')
  await expect(page.getByText('A part has no colon')).toBeVisible()
  // A whole id that is pasted into one part fills all.
  await page.getByRole('combobox', { name: 'env', exact: true }).fill('crewai:prod:runner:07')
  await expect(page.getByRole('combobox', { name: 'instance', exact: true })).toHaveValue('07')

  // Registered by another person while it is on the screen.
  await expect(page.getByText('Free', { exact: true })).toBeVisible()
  await register('crewai:prod:runner:07')
  await expect(page.getByText('Registered meanwhile')).toBeVisible()

  await page.getByText('Plan a whole deployment').click()
  await page.getByRole('button', { name: 'Production, 25 ids' }).click()
  await expect(page.getByText(/^25 ids, 1 of them registered already\. Only 18 places are left/)).toBeVisible()
  await page.getByRole('button', { name: 'Leave out tool-runner' }).click()
  await page.getByLabel('How many', { exact: true }).fill('3')
  await expect(page.getByText(/^12 ids\. 18 places are left/)).toBeVisible()
  await expectAccessible(page)

  // The address is the whole of it.
  const copy = await page.context().newPage()
  await copy.goto(page.url())
  await expect(copy.getByText(/^12 ids\. 18 places are left/)).toBeVisible()
})

test('boundaries: what they buy, and what comes with what', async ({ browser }) => {
  const page = await open(browser, '/main/connect?framework=crewai')
  const starter = page.getByRole('region', { name: 'Text of agent.py' })
  await expect(starter).toContainText('install(guard)')
  await expect(page.getByText(/stops it at its next model or tool call/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'clear_all_hooks' })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Each tool call' }).uncheck()
  await expect(page.getByRole('checkbox', { name: 'Kickoff' })).not.toBeChecked()
  await expect(starter).not.toContainText('install(guard)')
  await page.getByRole('checkbox', { name: 'Side effects' }).uncheck()
  await expect(page.getByText(/only its next start is denied/)).toBeVisible()
  await page.getByRole('checkbox', { name: 'Startup' }).uncheck()
  await expect(page.getByText(/would never ask/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'The files need a boundary' })).toBeVisible()
})

test('a viewer sees what there is to choose, and copies nothing', async ({ browser }) => {
  const vera = { email: 'vera@example.org', password: 'correct-horse-battery-2' }
  const add = ['user', 'add', '--email', vera.email, '--org', 'main', '--role', 'viewer']
  const env = { ...running.env, NEW_PASSWORD: vera.password }
  await promisify(execFile)(process.execPath, ['scripts/run.mjs', 'admin', ...add], { env })
  const page = await (await browser.newContext(LAPTOP)).newPage()
  await signIn(page, running.url, NODE, vera)
  await expect(page.getByRole('heading', { name: 'Files are copied by a responder' })).toBeVisible()
  await expect(page.getByText('Free', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: /^Text of/ })).toHaveCount(0)
})

test('on a phone, from the menu of the device list to the prompt, without a key anywhere', async ({ browser }) => {
  await register('node:dev:runner:01')
  const page = await open(browser, '/main/devices', PHONE)
  await page.getByRole('button', { name: 'Register and export' }).click()
  await page.getByRole('menuitem', { name: 'Connect an agent' }).click()
  await page.getByRole('radio', { name: 'Vercel AI SDK' }).click()
  const prompt = page.getByRole('region', { name: 'Text of the prompt' })
  await expect(prompt).toContainText('Fail closed')
  await page.getByRole('radio', { name: 'is new' }).check()
  await expect(prompt).toContainText('[DESCRIBE THE WORK HERE]')
  const shown = await page.content()
  for (const key of [AGENT_KEY, ORG_KEY]) expect(shown).not.toContain(key)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  await expectAccessible(page)
})
