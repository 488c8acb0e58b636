/** One operation from its review to its undo, held up and let down on the way, and the record that proves it. */
import { expect, type Page, test } from '@playwright/test'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, json, slow } from '@/testing/faults/faults'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const VIEWPORTS = [
  { name: 'laptop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]
const PROD = Array.from({ length: 144 }, (_, at) => `crewai:prod:tool:${String(at + 1).padStart(3, '0')}`)
const OTHERS = ['crewai:dev:planner:01', 'crewai:dev:planner:02']
/** Eight calls are out at a time and a stop's call has 3 s: all of it would take 36 s, which a busy machine needs to press Pause. */
const SLOW_MS = 2_000

for (const { name, ...device } of VIEWPORTS) {
  test.describe(name, () => {
    test.use(device)
    let running: RunningConsole
    let faults: FaultServer

    test.beforeAll(async () => {
      faults = await startFaultServer()
      running = await startConsole({ authorityUrl: faults.url })
      faults.always(onward)
      // An authority without batch calls: one call for each device.
      faults.on('/api/v1/devices/revoke_batch', json({ status: 'error', error: 'not_found' }, 404))
      for (const deviceId of [...PROD, ...OTHERS]) await register(deviceId)
    })
    test.afterAll(async () => {
      await running.stop()
      await faults.close()
    })

    /** Hands a request on to the real authority. */
    const onward: Fault = async (socket, request) => {
      const { method, path, headers, body } = request
      const response = await fetch(`${running.authority.url}${path}`, {
        method,
        headers: { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
        body: method === 'GET' ? undefined : body,
      })
      await json(await response.json(), response.status)(socket, request)
    }

    const register = (deviceId: string) =>
      fetch(`${running.authority.url}/api/v1/devices/register`, {
        method: 'POST',
        headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId }),
      })

    test('review, pause, continue, retry what failed, undo; and the record verifies', async ({ page }) => {
      await signIn(page, running.url, '/main/devices?q=env%3Aprod')
      await expect(page.getByText('144 of 146')).toBeVisible()
      await selectMatching(page)

      const review = page.getByRole('alertdialog', { name: 'Revoke all 144 matching devices?' })
      await expect(review.getByText('144 devices will be revoked')).toBeVisible()
      await register('crewai:prod:tool:145')
      await expect(review.getByText('1 more matches now, not part of this.')).toBeVisible()
      await expect(review.getByText('crewai:prod:tool:145')).toBeVisible()
      if (name === 'laptop') await expectAccessible(page)

      faults.on('/api/v1/devices/revoke', slow(SLOW_MS, onward))
      faults.on('/api/v1/devices/revoke_batch', json({ status: 'error', error: 'not_found' }, 404))
      await review.getByRole('button', { name: 'Revoke 144' }).click()
      await page.getByRole('link', { name: 'Open the operation' }).first().click()
      await expect(page.getByText(/\d+ of 144 answered/)).toBeVisible()
      await page.getByRole('button', { name: 'Pause…' }).click()
      const pause = page.getByRole('alertdialog', { name: /^Pause the Revoke of 144 devices/ })
      await expect(pause.getByText(/agents that were not reached yet go on working/)).toBeVisible()
      await pause.getByLabel('Reason').fill('wrong selection')
      await pause.getByRole('button', { name: 'Pause', exact: true }).click()
      const note = page.getByRole('status').filter({ hasText: 'paused it.' })
      await expect(note).toContainText(/\d+ of 144 devices were answered, \d+ not\./)
      await expect(note).toContainText('Continue to send the rest, or cancel it.')
      const answered = (await note.textContent())?.match(/\d+ of 144/)?.[0] as string
      await page.reload()
      await expect(page.getByText(`${answered} answered`)).toBeVisible()
      await expectFramed(page)

      faults.on('/api/v1/devices/revoke', failing(['crewai:prod:tool:143', 'crewai:prod:tool:144'], onward))
      faults.on('/api/v1/devices/revoke_batch', json({ status: 'error', error: 'not_found' }, 404))
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(page.getByText('2 devices failed.')).toBeVisible()
      const outcomes = page.getByRole('group', { name: 'Outcome' })
      await expect(outcomes.getByRole('button').first()).toHaveText('failed 2')
      await expect(outcomes.getByRole('button', { name: 'failed 2' })).toHaveAttribute('aria-pressed', 'true')
      await expect(page.getByRole('listitem').filter({ hasText: 'crewai:prod:tool:144' })).toContainText('Failed')
      await page.getByRole('searchbox', { name: 'Part of the id' }).fill('TOOL:143')
      await expect(page.getByText('1 id contains')).toBeVisible()
      if (name === 'laptop') await expectAccessible(page)
      await page.getByRole('searchbox', { name: 'Part of the id' }).fill('')

      faults.on('/api/v1/devices/revoke', onward)
      await page.getByRole('button', { name: 'Retry failed' }).click()
      await expect(page.getByText('144 revoked')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveCount(0)
      await expect(page.getByText('1 device matches')).toBeVisible()
      const record = page.getByRole('region', { name: 'Timeline' })
      for (const event of ['paused the revoke', 'continued the revoke', 'tried the revoke of 2 devices again'])
        await expect(record).toContainText(event)

      await page.getByText('Details', { exact: true }).click()
      await expect(page.getByText('Operation id')).toBeVisible()
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.getByRole('button', { name: 'Copy summary' }).click()
      await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
      const summary = await page.evaluate(() => navigator.clipboard.readText())
      expect(summary).toMatch(/^Revoke of 144 devices, org main\nState: Stop in force\nResult: 144 revoked\n/)
      expect(summary).toContain(`Link: ${page.url().split('?')[0]}`)
      // Read anew many times meanwhile, it is still open.
      await expect(page.getByText('Operation id')).toBeVisible()

      await page.getByRole('button', { name: 'Undo…' }).click()
      const undo = page.getByRole('alertdialog')
      await undo.getByLabel(/^Reason/).fill('rehearsal')
      await undo.getByRole('button', { name: 'Restore 144' }).click()
      await expect(undo).toBeHidden()
      await page.goto(`${running.url}/main/operations`)
      const undone = page.getByRole('listitem').filter({ hasText: 'Undo: Restore of 144 devices' })
      await expect(undone).toContainText('144 restored')
      const revoked = page.getByRole('listitem').filter({ hasText: 'Undone by Restore of 144 devices' })
      await expect(revoked.getByRole('link', { name: 'Revoke of 144 devices · undone' })).toBeVisible()

      await page.goto(`${running.url}/main/activity`)
      await page.getByRole('link', { name: 'Proof and export' }).click()
      await page.getByRole('button', { name: 'Verify now' }).click()
      await expect(page.getByText(/^[\d,]+ events fit; the tail is unproven$/)).toBeVisible()
      await expectFramed(page)
      await expectAccessible(page)
      const lines = await page.evaluate(async () => {
        const address = document.querySelector<HTMLAnchorElement>('a[href$="activity.jsonl"]')?.href ?? ''
        return (await (await fetch(address)).text()).trimEnd().split('\n')
      })
      expect(JSON.parse(lines[0] as string)).toMatchObject({ chainSequence: 1, kind: 'org.created' })
      expect(lines.filter((line) => line.includes('"operation.paused"'))).toHaveLength(1)
    })
  })
}

/** Fails for these devices; `otherwise` for the others. */
const failing =
  (deviceIds: readonly string[], otherwise: Fault): Fault =>
  (socket, request) =>
    deviceIds.includes(JSON.parse(request.body).deviceId)
      ? json({ status: 'pending' })(socket, request)
      : otherwise(socket, request)

/** Ticks what is loaded (on a phone: a row), widens it to whatever the selector picks, and asks to revoke it. */
async function selectMatching(page: Page): Promise<void> {
  const all = page.getByRole('checkbox', { name: 'Select the rows that are loaded' })
  if (await all.isVisible()) await all.check()
  else await page.getByRole('checkbox', { name: `Select ${PROD[0]}` }).check()
  const bar = page.getByRole('region', { name: 'Selection' })
  await bar.getByRole('button', { name: 'Take all 144 matching' }).click()
  await bar.getByRole('button', { name: 'Revoke 144…' }).click()
}

/** Nothing reaches out of the frame of the page, which scrolls inside. */
async function expectFramed(page: Page): Promise<void> {
  const reach = await page.evaluate(() => {
    const { scrollWidth: width, scrollHeight: height } = document.documentElement
    return { width, height }
  })
  expect(reach).toEqual(page.viewportSize())
}
