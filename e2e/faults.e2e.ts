/** The authority goes away, and the key is rejected: one sentence, the last snapshot marked, no person signed out. */
import { expect, test } from '@playwright/test'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { json } from '@/testing/faults/faults'
import { expectAccessible } from './axe'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
let faults: FaultServer

test.beforeAll(async () => {
  faults = await startFaultServer()
  running = await startConsole({ authorityUrl: faults.url })
  pass()
  for (const role of ['planner', 'researcher']) {
    await fetch(`${running.authority.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: `crewai:dev:${role}:01` }),
    })
  }
})
test.afterAll(async () => {
  await running.stop()
  await faults.close()
})

/** Hands everything on to the real authority. */
function pass(): void {
  faults.reset()
  faults.always(async (socket, { method, path, headers, body }) => {
    const response = await fetch(`${running.authority.url}${path}`, {
      method,
      headers: { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
      body: method === 'GET' ? undefined : body,
    })
    await json(await response.json(), response.status)(socket, { method, path, headers, body })
  })
}

test('an authority that fails is said in one sentence, and comes back by itself', async ({ page }) => {
  await signIn(page, running.url, '/main/devices')
  await expect(page.getByText('crewai:dev:planner:01')).toBeVisible()
  faults.always(json({ status: 'error' }, 500))
  await expect(page.getByText(/last known/i).first()).toBeVisible()
  await expect(page.getByText('crewai:dev:planner:01')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Stop main' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
  await expect(
    page
      .getByRole('dialog')
      .getByText(/not known yet|queued, not in force/i)
      .first(),
  ).toBeVisible()
  await expect(page.getByText('Stop in force')).toHaveCount(0)
  pass()
  await expect(
    page
      .getByRole('dialog')
      .getByText(/Stop in force|denied/)
      .first(),
  ).toBeVisible({ timeout: 30_000 })
})

test('a rejected key asks the admin for a new one', async ({ page }) => {
  await signIn(page, running.url, '/main')
  faults.always(json({ status: 'error', error: 'invalid_org_key' }, 401))
  const key = page.getByLabel(/org key/i)
  await expect(key).toBeVisible()
  pass()
  await key.fill(ORG_KEY)
  await page.getByRole('button', { name: /key/i }).last().click()
  await expect(key).toBeHidden()
  expect(await page.content()).not.toContain(ORG_KEY)
})
