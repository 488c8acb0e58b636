/** An agent is awaited, its stop rehearsed and taken back; and a device's panel says why it is denied, and why it still works. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const ID = 'crewai:dev:tool-runner:01'
const OTHER = 'crewai:dev:tool-runner:02'

/** A loop that asks before each task of 300 ms, with the guard that people copy. */
const AGENT = `
import { setTimeout as work } from 'node:timers/promises'
import { Guard } from './guards/node/machineid-guard.mjs'
const guard = new Guard(process.argv[1])
for (;;) {
  await guard.check('a task')
  await work(300)
}`

let running: RunningConsole
const agents: ChildProcess[] = []
test.beforeAll(async () => {
  running = await startConsole()
})
test.afterAll(async () => {
  for (const agent of agents) agent.kill('SIGKILL')
  await running?.stop()
})

function startAgent(id: string): ChildProcess {
  const { url } = running.authority
  const env = { ...process.env, MACHINEID_BASE_URL: url, MACHINEID_ORG_KEY: AGENT_KEY }
  const agent = spawn(process.execPath, ['--input-type=module', '-e', AGENT, id], { env, stdio: 'ignore' })
  agents.push(agent)
  return agent
}

/** One call of an agent. */
async function call(path: 'register' | 'validate', deviceId: string): Promise<{ request_id: string }> {
  const response = await fetch(`${running.authority.url}/api/v1/devices/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-org-key': AGENT_KEY },
    body: JSON.stringify({ deviceId }),
  })
  return response.json()
}

/** One act of the person who is signed in. */
async function act(page: Page, command: object): Promise<string> {
  const id = crypto.randomUUID()
  const answer = await page.request.post(`${running.url}/api/orgs/main/operations`, {
    headers: { origin: running.url, prefer: 'wait=10' },
    data: { id, ...command },
  })
  expect(answer.ok()).toBe(true)
  return id
}

const connect = (page: Page, id: string) =>
  signIn(page, running.url, `/main/connect?framework=node&id=${encodeURIComponent(id)}`)

test('an agent arrives, is denied in the rehearsal, ends, and is restored', async ({ page }) => {
  await connect(page, ID)
  await expect(page.getByText('Waiting for it to register')).toBeVisible()
  const agent = startAgent(ID)
  const ended = once(agent, 'exit')
  await expect(page.getByText('Done: It validates')).toBeVisible()
  await expect(page.getByText('Answered ALLOW')).toBeVisible()
  await page.getByRole('button', { name: 'Revoke this one, and watch' }).click()
  await expect(page.getByText('Revoked for the rehearsal')).toBeVisible()
  await expect(page.getByText('It was answered DEVICE_REVOKED')).toBeVisible()
  await ended
  await expect(page.getByText('Now: Silent since its denial')).toBeVisible()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Rehearsed, and restored')).toBeVisible()
  await page.goto(`${running.url}/main/activity`)
  await expect(page.getByText(`began a rehearsal of the stop of ${ID}`)).toBeVisible()
})

test('a rehearsal whose page was closed is named where it is ended', async ({ page }) => {
  await connect(page, OTHER)
  await call('register', ID)
  const before = await act(page, { kind: 'revoke', target: { ids: [ID] } })
  await act(page, { kind: 'restore', undoes: before })
  startAgent(OTHER)
  await page.getByRole('button', { name: 'Revoke this one, and watch' }).click()
  await expect(page.getByText('Revoked for the rehearsal')).toBeVisible()
  await page.goto('about:blank')
  await page.goto(`${running.url}/main/connect`)
  const left = page.locator('section', { hasText: 'Rehearsals that were not ended' })
  await expect(left.getByRole('link', { name: OTHER })).toBeVisible()
  // The second start within an hour is asked for its reason.
  await left.getByRole('button', { name: 'Restore' }).click()
  await left.getByLabel('Reason').fill('The page was closed.')
  await left.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Rehearsals that were not ended')).toHaveCount(0)
})

test('the panel says why a device is denied, and why it still works', async ({ page }) => {
  await call('register', ID)
  await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(ID)}`)
  const panel = page.getByRole('complementary', { name: /Device/ })
  await panel.getByRole('button', { name: 'Why is it still running?' }).click()
  await expect(panel.getByText('Nothing stops it: it is not revoked, and the org is not stopped.')).toBeVisible()
  await panel.getByRole('button', { name: 'Revoke', exact: true }).click()
  await panel.getByRole('button', { name: 'Why is it denied?' }).click()
  await expect(panel.getByText(/revoked it/)).toBeVisible()
  await panel.getByRole('link', { name: 'Open the operation' }).first().click()
  await page.waitForURL(/\/main\/operations\//)
  await page.goto(`${running.url}/main/devices?device=${encodeURIComponent('crewai:dev:tool-runner:O1')}`)
  await expect(page.getByText('No such device')).toBeVisible()
  await expect(page.getByText(/looks like it and is/)).toBeVisible()
})

/** As a person pastes it: the clipboard's own event. */
const paste = (field: Locator, text: string) =>
  field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('a line of an agent’s log leads to the decision, its device and the stop behind it', async ({ page }) => {
  await call('register', ID)
  await signIn(page, running.url, '/main/connect')
  await act(page, { kind: 'revoke', target: { ids: [ID] }, reason: 'It loops' })
  const { request_id: requestId } = await call('validate', ID)
  const lookup = page.getByRole('region', { name: 'Look up a log' })
  const noise = 'INFO 2026-11-28T03:12:44Z a tool call took 12 ms\n'.repeat(20_000)
  await paste(lookup.getByRole('textbox'), `${noise}WARN denied deviceId=${ID} request_id=${requestId}\n`)
  const hit = lookup.getByRole('listitem').filter({ hasText: requestId })
  await expect(hit.getByText(/Denied with DEVICE_REVOKED, at a validate/)).toBeVisible()
  await expect(hit.getByText(/It was held by .*“It loops”/)).toBeVisible()
  await expect(hit.getByRole('link', { name: 'Open the operation' }).first()).toBeVisible()
  await lookup.getByRole('textbox').fill('0b9ff9e3-8d0c-4a57-9d6f-2f6b1f0f6a11')
  await expect(lookup.getByText(/^Not found\./)).toBeVisible()
  await lookup.getByRole('textbox').fill('nothing to look up here')
  await expect(lookup.getByText(/There is no request id and no device id in it/)).toBeVisible()
})
