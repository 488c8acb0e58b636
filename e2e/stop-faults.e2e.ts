/** `/stop` when parts fail: a deploy in between, an authority that dies around the press, a store that cannot be used. */
import { openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import SQLite from 'better-sqlite3'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, json } from '@/testing/faults/faults'
import { expectAccessible } from './axe'
import { goTo } from './go-to'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const DEVICE = 'crewai:prod:runner:01'

let running: RunningConsole
let faults: FaultServer

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, javaScriptEnabled: false })

test.beforeAll(async () => {
  faults = await startFaultServer()
  running = await startConsole({ authorityUrl: faults.url })
  await agent('register')
})
test.afterAll(async () => {
  await running.stop()
  await faults.close()
})
test.beforeEach(async () => {
  faults.reset()
  faults.always(pass)
  await org('enable')
})

const hand = ({ method, path, headers, body }: Parameters<Fault>[1]) =>
  fetch(`${running.authority.url}${path}`, {
    method,
    headers: { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
    body: method === 'GET' ? undefined : body,
  })
const pass: Fault = async (socket, request) => {
  const response = await hand(request)
  await json(await response.json(), response.status)(socket, request)
}
const applyThenLose: Fault = async (socket, request) => {
  await hand(request)
  socket.destroy()
}

const agent = async (path: 'register' | 'validate') => {
  const response = await fetch(`${running.authority.url}/api/v1/devices/${path}`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId: DEVICE }),
  })
  return (await response.json()) as { allowed?: boolean }
}
const org = (act: 'enable') =>
  fetch(`${running.authority.url}/api/v1/org/${act}`, {
    method: 'POST',
    headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
    body: '{}',
  })
const isStopped = async () => (await agent('validate')).allowed === false

async function press(page: Page, between: () => Promise<void> | void = () => undefined): Promise<void> {
  await goTo(page, `${running.url}/stop`)
  await page.getByRole('button', { name: /^Stop main/ }).click()
  await between()
  await page.getByRole('button', { name: 'Stop now' }).click()
}
/** The console has read, and written down, that the stop of the test before was lifted. */
async function untilRunning(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await goTo(page, `${running.url}/stop`)
      return page.getByRole('link', { name: 'See this stop' }).count()
    })
    .toBe(0)
}
const headline = (page: Page) => page.getByRole('heading', { level: 1 })

test('a deploy between load and press: the old page still stops', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await press(page, () => running.restart())
  await expect(headline(page)).toHaveText(/Stop in force|denied/)
  expect(await isStopped()).toBe(true)
})

test('the authority dies before, during and after the press: never more is said than is known', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  faults.always((socket) => void socket.destroy())
  await press(page)
  await expect(headline(page)).toHaveText(/queued, not in force|Not known yet/)
  await expect(page.getByText(/Next try in|being sent again/)).toBeVisible()
  expect(await isStopped()).toBe(false)
  faults.always(pass)
  await expect(headline(page)).toHaveText(/Stop in force|denied/, { timeout: 30_000 })
  expect(await isStopped()).toBe(true)

  await org('enable')
  await expect(headline(page)).toHaveText('Stop lifted elsewhere')
  faults.on('/api/v1/org/disable', applyThenLose)
  await press(page)
  await expect(headline(page)).toHaveText('Not known yet whether the stop was accepted')
  await expect(headline(page)).toHaveText(/Stop in force|denied/)

  faults.always((socket) => void socket.destroy())
  await expect
    .poll(async () => {
      await goTo(page, `${running.url}/stop`)
      return page.getByText('last known snapshot').count()
    })
    .toBeGreaterThan(0)
  await expect(headline(page)).toHaveText(/^■ (Stop in force|All \d+ denied)$/)
})

test('a store that takes no writes: the stop is in force and kept, and reaches the store afterwards', async ({
  page,
}) => {
  await signIn(page, running.url, '/stop')
  await untilRunning(page)
  const other = new SQLite(databaseOf(running))
  other.exec('begin immediate')
  try {
    await press(page)
    await expect(headline(page)).toHaveText(/Stop in force|denied/)
    await expect(page.getByText('Kept in the emergency file')).toBeVisible()
    expect(await isStopped()).toBe(true)
    await page.context().clearCookies()
    await signIn(page, running.url, '/stop')
    await expect(page.getByText('your session can stop, and nothing else')).toBeVisible()
    await goTo(page, `${running.url}/main`)
    await expect(page.getByText('You are signed in to stop, and to nothing else')).toBeVisible()
    await page.getByRole('link', { name: 'Open Stop' }).click()
    await page.getByRole('link', { name: 'See this stop' }).click()
    await expect(page.getByText('Kept in the emergency file')).toBeVisible()
  } finally {
    other.exec('rollback')
    other.close()
  }
  await expect(page.getByText('Kept in the emergency file')).toBeHidden({ timeout: 20_000 })
  await expect(headline(page)).toHaveText(/Stop in force|denied/)
})

test('a store that cannot be read: the cookie and what memory knows are enough to stop', async ({ page, browser }) => {
  await signIn(page, running.url, '/stop')
  ruin(databaseOf(running))
  await goTo(page, `${running.url}/stop`)
  await expect(page.getByText('your session can stop, and nothing else')).toBeVisible()
  await press(page)
  await expect(headline(page)).toHaveText(/Stop in force|denied/)
  expect(await isStopped()).toBe(true)
  await goTo(page, `${running.url}/main`)
  await expect(page.getByRole('button', { name: 'Stop main' })).toHaveCount(0)

  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: true,
    storageState: await page.context().storageState(),
  })
  const other = await context.newPage()
  for (const path of ['', '/devices', '/operations', '/usage', '/activity']) {
    await goTo(other, `${running.url}/main${path}`)
    await expect(other.getByRole('heading', { name: 'The console cannot read its database' }), path).toBeVisible()
    await expect(other.getByText('You are still signed in, and nothing was changed.'), path).toBeVisible()
  }
  await expectAccessible(other)
  const stop = other.getByRole('link', { name: 'Open Stop' })
  expect((await stop.boundingBox())?.y).toBeGreaterThan(844 / 2)
  await stop.click()
  await expect(headline(other)).toHaveText(/^■ (Stop in force|All \d+ denied)$/)
  await context.close()
})

const databaseOf = ({ env }: RunningConsole): string => {
  const folder = env.DATA_DIR as string
  const found = readdirSync(folder).find((name) => /\.(db|sqlite)$/.test(name))
  return join(folder, found as string)
}

/** Overwrites the database and its log with noise, and makes every open connection look at them again. */
function ruin(path: string): void {
  const other = new SQLite(path)
  other.exec("insert into leases (name, holder, expires_at) values ('ruin', '', 0)")
  for (const file of [path, `${path}-wal`]) {
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(statSync(file).size, 0xa5), 0, statSync(file).size, 0)
  }
}
