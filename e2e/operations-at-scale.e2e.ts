/**
 * Ten thousand devices revoked from one page, whatever happens to the browser and to the server meanwhile, and taken back but
 * for what another person stopped; a batch of which a part is refused; and a record of it that shows when it was changed.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, hang, json, raw } from '@/testing/faults/faults'
import { closePages } from './close-pages'
import { ADMIN, AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const TOOLS = Array.from({ length: 10_000 }, (_, at) => `crewai:prod:tool:${String(at + 1).padStart(5, '0')}`)
const PLANNERS = Array.from({ length: 100 }, (_, at) => `crewai:dev:planner:${String(at + 1).padStart(3, '0')}`)
const BENS = TOOLS[6] as string
const BEN = { email: 'ben@example.org', password: 'correct-horse-of-ben' }
const REGISTERED_AT_ONCE = 100
/** Of twenty batches; the others get no answer until the gate is opened. */
const BATCHES_PASSED = 8
const REFUSED = PLANNERS.slice(-37)
const REVOKE_BATCH = '/api/v1/devices/revoke_batch'

let running: RunningConsole
let faults: FaultServer
let session: Awaited<ReturnType<BrowserContext['storageState']>>

test.describe.configure({ mode: 'serial' })
test.use({ viewport: { width: 1440, height: 900 } })

const run = (...args: string[]) => promisify(execFile)(process.execPath, ['scripts/run.mjs', ...args])

const ask = (path: string, init: RequestInit = {}) => fetch(`${running.authority.url}/api/v1/${path}`, init)

/** Hands a request on to the real authority. */
const onward: Fault = async (socket, request) => {
  const { method, path, headers, body } = request
  const given = { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) }
  const response = await fetch(`${running.authority.url}${path}`, { method, headers: given, body: body || undefined })
  await raw(response.status, await response.text(), { 'content-type': 'application/json' })(socket, request)
}

async function register(deviceIds: readonly string[]): Promise<void> {
  const headers = { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' }
  for (let from = 0; from < deviceIds.length; from += REGISTERED_AT_ONCE)
    await Promise.all(
      deviceIds
        .slice(from, from + REGISTERED_AT_ONCE)
        .map((deviceId) => ask('devices/register', { method: 'POST', headers, body: JSON.stringify({ deviceId }) })),
    )
}

/** What the authority itself lists as revoked. */
async function revoked(): Promise<string[]> {
  const answer = await ask('devices/list', { headers: { 'x-org-key': ORG_KEY } })
  const { devices } = (await answer.json()) as { devices: { deviceId: string; status: string }[] }
  return devices.flatMap(({ deviceId, status }) => (status === 'revoked' ? [deviceId] : []))
}

/** A page of a person who is signed in; each in a browser context of its own. */
async function pageOf(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: session })
  const page = await context.newPage()
  await page.goto(`${running.url}${path}`)
  return page
}

async function review(page: Page, count: string): Promise<void> {
  await expect(page.getByText(`${count} of 10,100`)).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select the rows that are loaded' }).check()
  const bar = page.getByRole('region', { name: 'Selection' })
  const all = bar.getByRole('button', { name: `Take all ${count} matching` })
  await all.click()
  await bar.getByRole('button', { name: `Revoke ${count}…` }).click()
}

test.beforeAll(async ({ browser }) => {
  faults = await startFaultServer()
  running = await startConsole({ authorityUrl: faults.url, deviceLimit: TOOLS.length + PLANNERS.length })
  faults.always(onward)
  await register([...TOOLS, ...PLANNERS])
  const admin = ['admin', 'user', 'add', '--email', BEN.email, '--name', 'Ben', '--org', 'main', '--role', 'operator']
  await promisify(execFile)(process.execPath, ['scripts/run.mjs', ...admin], {
    env: { ...running.env, NEW_PASSWORD: BEN.password },
  })
  const context = await browser.newContext()
  await signIn(await context.newPage(), running.url, '/main', ADMIN)
  session = await context.storageState()
  await context.close()
})
test.afterAll(async () => {
  await running.stop()
  await faults.close()
})
test.afterAll(({ browser }) => closePages(browser))

test('ten thousand are revoked though the browser is closed and the server is killed, and restored but for one', async ({
  browser,
  page: bens,
}) => {
  test.setTimeout(180_000)
  await signIn(bens, running.url, '/main', BEN)
  const press = { id: crypto.randomUUID(), kind: 'revoke', target: { ids: [BENS] }, reason: 'it leaks' }
  const headers = { origin: running.url, prefer: 'wait=10' }
  const pressed = await bens.request.post(`${running.url}/api/orgs/main/operations`, { data: press, headers })
  expect(await pressed.json()).toMatchObject({ outcomes: { done: 1 } })

  let passed = 0
  faults.on(REVOKE_BATCH, (socket, request) => (++passed <= BATCHES_PASSED ? onward : hang())(socket, request))
  const first = await pageOf(browser, '/main/devices?q=role%3Atool')
  await review(first, '10,000')
  const dialog = first.getByRole('alertdialog', { name: 'Revoke all 10,000 matching devices?' })
  await expect(dialog.getByText('9,999 devices will be revoked')).toBeVisible()
  await expect(dialog.getByText('1 device is revoked already')).toBeVisible()
  await dialog.getByRole('button', { name: 'Revoke 10,000' }).click()
  await first.getByRole('link', { name: 'Open the operation' }).first().click()
  await expect(first.getByText('4,000 of 10,000 answered')).toBeVisible()
  const { pathname } = new URL(first.url())
  await first.context().close()

  const page = await pageOf(browser, pathname)
  await expect(page.getByText('4,000 of 10,000 answered')).toBeVisible()
  faults.on(REVOKE_BATCH, onward)
  await running.restart()
  await page.reload()
  await expect(page.getByText('9,999 revoked, 1 skipped')).toBeVisible({ timeout: 40_000 })
  expect(await revoked()).toHaveLength(10_000)

  await page.getByRole('button', { name: 'Undo…' }).click()
  const undo = page.getByRole('alertdialog')
  await expect(undo.getByText('Held by something else too. They stay stopped until that is lifted:')).toBeVisible()
  await expect(undo.getByText(/1 device: revoke by Ben/)).toBeVisible()
  await undo.getByLabel(/^Reason/).fill('rehearsal')
  await undo.getByRole('button', { name: 'Restore 9,999' }).click()
  await expect(undo).toBeHidden()
  await page.getByRole('link', { name: 'Open the operation' }).first().click()
  // The toast says the same as the page that it leads to: what follows is meant for that page.
  await page.waitForURL((url) => url.pathname !== pathname)
  await expect(page.getByText('9,999 restored, 1 skipped')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('group', { name: 'Outcome' }).getByRole('button', { name: 'skipped 1' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: BENS })).toContainText('still held by Ben')
  expect(await revoked()).toEqual([BENS])
  await page.context().close()
})

test('of a hundred, the 37 that the authority refused come first, each with its reason, and can be tried again', async ({
  browser,
}) => {
  faults.on(REVOKE_BATCH, refusing(REFUSED))
  const page = await pageOf(browser, '/main/devices?q=role%3Aplanner')
  await review(page, '100')
  const dialog = page.getByRole('alertdialog', { name: 'Revoke all 100 matching devices?' })
  await dialog.getByRole('button', { name: 'Revoke 100' }).click()
  await page.getByRole('link', { name: 'Open the operation' }).first().click()
  const outcomes = page.getByRole('group', { name: 'Outcome' })
  await expect(outcomes.getByRole('button').first()).toHaveText('refused 37')
  await expect(outcomes.getByRole('button', { name: 'refused 37' })).toHaveAttribute('aria-pressed', 'true')
  await expect(outcomes.getByRole('button', { name: 'revoked 63' })).toBeVisible()
  await page.getByRole('button', { name: 'Show more' }).click()
  const rows = page.getByRole('listitem').filter({ hasText: 'PROTECTED: its owner locked it' })
  await expect(rows).toHaveCount(37)
  // The request id is for looking one up: it is in the details of a row, not in the list.
  await expect(rows.filter({ hasText: 'req_of_the_batch' })).toHaveCount(0)
  await rows
    .first()
    .getByRole('button', { name: /^Details of / })
    .click()
  await expect(rows.filter({ hasText: 'req_of_the_batch' })).toHaveCount(1)
  for (const deviceId of REFUSED) await expect(rows.filter({ hasText: deviceId })).toHaveCount(1)

  const csv = await page.evaluate(async () => {
    const href = document.querySelector<HTMLAnchorElement>('a[aria-label="The shown devices as CSV"]')?.href
    return (await fetch(href as string)).text()
  })
  const lines = csv.split('\r\n').filter((line) => line.includes('PROTECTED') && line.includes('req_of_the_batch'))
  expect(lines).toHaveLength(37)

  faults.on(REVOKE_BATCH, onward)
  await page.getByRole('button', { name: 'Retry failed' }).click()
  await expect(page.getByText('100 revoked')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveCount(0)
  expect(await revoked()).toHaveLength(101)
  await page.context().close()
})

test('an export of the record is compared with the anchor, and a changed line is named', async ({ browser }, info) => {
  // A console that ends in order anchors what came since.
  await running.restart({}, 'SIGTERM')
  const page = await pageOf(browser, '/main/activity/record')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'JSON Lines' }).click()
  const untouched = info.outputPath('record.jsonl')
  await (await downloading).saveAs(untouched)
  const lines = readFileSync(untouched, 'utf8').trimEnd().split('\n')
  const at = lines.findIndex((line) => line.includes('"it leaks"'))
  const event = JSON.parse(lines[at] as string) as { sequence: number; actorName: string }
  expect(event.actorName).toBe('Ben')
  const changed = info.outputPath('changed.jsonl')
  writeFileSync(changed, `${lines.with(at, JSON.stringify({ ...event, actorName: 'Ana' })).join('\n')}\n`)

  const folder = running.env.DATA_DIR as string
  const proof = [
    '--anchor',
    join(folder, 'audit-anchor.jsonl'),
    '--public-key',
    join(folder, 'audit-signing-key.pem.pub'),
  ]
  // The last line is the head, for a person to keep; without it the end is unproven: exit 3.
  const { head } = JSON.parse(lines.at(-1) as string) as { head: string }
  const anchored = expect.stringMatching(new RegExp(`^${lines.length - 1} events fit together, anchored up to 20`))
  const unproven = await run('audit-verify', '--export', untouched, ...proof).catch((error) => error)
  expect(unproven).toMatchObject({ code: 3, stdout: anchored })
  expect(await run('audit-verify', '--export', untouched, ...proof, '--expect-head', head)).toMatchObject({
    stdout: anchored,
  })
  const found = await run('audit-verify', '--export', changed, ...proof).catch((error) => error)
  expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining(`event ${event.sequence} is not as it was`) })
  await page.context().close()
})

/** Refuses these devices of a batch, and has the authority do the rest. */
const refusing =
  (deviceIds: readonly string[]): Fault =>
  async (socket, request) => {
    const { deviceIds: asked } = JSON.parse(request.body) as { deviceIds: string[] }
    const headers = { 'x-org-key': ORG_KEY, 'content-type': 'application/json' }
    const rest = asked.filter((id) => !deviceIds.includes(id))
    const body = JSON.stringify({ deviceIds: rest })
    const answer = await ask('devices/revoke_batch', { method: 'POST', headers, body })
    const { results, ...batch } = (await answer.json()) as { results: object[] }
    const refused = asked
      .filter((id) => deviceIds.includes(id))
      .map((deviceId) => ({ deviceId, status: 'error', error: 'PROTECTED', message: 'its owner locked it' }))
    await json({ ...batch, request_id: 'req_of_the_batch', results: [...results, ...refused] })(socket, request)
  }
