/** From shared keys to a key for each device: enrolled, reviewed by name, asked for, and a device that was left out comes back. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

test.afterAll(({ browser }) => closePages(browser))

const LAPTOP = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const [KEYED, VENDOR] = ['node:prod:mailer:01', 'node:prod:mailer:02'] as const

let running: RunningConsole
let folder: string
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keys-e2e-'))
  running = await startConsole({ deviceLimit: 20 })
})
test.afterEach(async () => {
  await running.stop()
  rmSync(folder, { recursive: true })
})

async function open(browser: Browser, path: string, options: Parameters<Browser['newContext']>[0]) {
  const page = await (await browser.newContext(options)).newPage()
  await signIn(page, running.url, path)
  return page
}

/** A client that knows nothing of device keys, as the vendor's. */
async function call(act: 'register' | 'validate', deviceId: string): Promise<string> {
  const answer = await fetch(`${running.authority.url}/api/v1/devices/${act}`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })
  const { code, status } = (await answer.json()) as { code?: string; status: string }
  return code ?? status
}

/** An agent with the guard that is handed out: one check, with its device key in a file of its own. @returns `worked`, or why not. */
async function runGuard(deviceId: string, enrolmentKey: string): Promise<string> {
  const agent = `import { Guard } from ${JSON.stringify(join(process.cwd(), 'guards/node/machineid-guard.mjs'))}
    try { await new Guard(${JSON.stringify(deviceId)}).check('work'); console.log('worked') }
    catch (denial) { console.log(denial.code ?? String(denial)) }`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', agent], {
    env: {
      NODE_ENV: 'production',
      MACHINEID_BASE_URL: running.authority.url,
      MACHINEID_ORG_KEY: enrolmentKey,
      MACHINEID_DEVICE_KEY_FILE: join(folder, `${deviceId.replaceAll(':', '-')}.key`),
    },
  })
  return stdout.trim().split('\n').at(-1) ?? ''
}

/** Takes a step of the policy, as far as its dialog. */
async function openStep(page: Page, button: string) {
  await page.getByRole('button', { name: button }).click()
  return page.getByRole('alertdialog')
}

const reason = (page: Page) => page.getByRole('textbox', { name: 'Reason' })

for (const [where, options] of [
  ['on a laptop', LAPTOP],
  ['on a phone', PHONE],
] as const)
  test(`shared keys end, and a device that was left out comes back, ${where}`, async ({ browser }) => {
    await call('register', VENDOR)
    expect(await call('validate', VENDOR)).toBe('ALLOW')
    const page = await open(browser, '/main/keys', options)
    await expect(page.getByRole('heading', { name: 'Agents share keys' })).toBeVisible()
    await expectAccessible(page)

    await openStep(page, 'Begin with device keys…')
    await reason(page).fill('evidence that is proven')
    await page.getByRole('button', { name: 'Begin', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Some devices have their own key' })).toBeVisible()

    await page.getByRole('button', { name: 'New enrolment key' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('mailers')
    await page.getByRole('button', { name: 'Make the key' }).click()
    const shown = await page.getByText(/^MACHINEID_ORG_KEY=/).textContent()
    const enrolmentKey = (shown ?? '').trim().replace('MACHINEID_ORG_KEY=', '')
    expect(enrolmentKey).toMatch(/^org_enrol_/)
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await runGuard(KEYED, enrolmentKey)).toBe('worked')

    // The review names who would be denied, and not the one that has its key.
    const dialog = await openStep(page, 'Ask each device for its own key…')
    await expect(dialog.getByText('1 device would be denied from the next validate on.')).toBeVisible()
    await expect(dialog.getByText(VENDOR)).toBeVisible()
    await expect(dialog.getByText(KEYED)).toHaveCount(0)
    await expectAccessible(page)
    // One more by the time of the confirm: the authority refuses, and the review is new.
    await call('register', 'node:prod:mailer:03')
    await reason(page).fill('all are rolled out but one')
    await page.getByRole('button', { name: 'Ask for device keys' }).click()
    await expect(dialog.getByText('2 devices would be denied from the next validate on.')).toBeVisible()
    await expect(dialog.getByText(/more than the 1 of the review/)).toBeVisible()
    await page.getByRole('button', { name: 'Ask for device keys' }).click()
    await expect(page.getByRole('heading', { name: 'Each device has its own key' })).toBeVisible()
    expect(await call('validate', VENDOR)).toBe('DEVICE_KEY_REQUIRED')
    expect(await runGuard(KEYED, enrolmentKey)).toBe('worked')

    // It worked under the shared key, so that the enrolment key alone does not get it one.
    expect(await runGuard(VENDOR, enrolmentKey)).toBe('GUARD_DEVICE_KEY_LOST')
    await page.getByRole('button', { name: 'Allow these 2 a new key…' }).click()
    await expect(page.getByRole('alertdialog').getByText(VENDOR)).toBeVisible()
    await reason(page).fill('moved to the guard')
    await page.getByRole('button', { name: 'Allow a new key', exact: true }).click()
    await expect(page.getByText('New key allowed')).toBeVisible()
    expect(await runGuard(VENDOR, enrolmentKey)).toBe('worked')
    const left = page.getByRole('list', { name: 'Devices without a key' })
    await expect(left.getByText(VENDOR)).toHaveCount(0)
    await expect(left.getByText('node:prod:mailer:03')).toBeVisible()
    await expectAccessible(page)

    // The record has each step, and what the authority reports of it.
    await page.goto(`${running.url}/main/activity`)
    await expect(page.getByText('changed the key policy from mixed to per-device')).toBeVisible()
    await expect(
      page.getByText(/read from the authority: .*used its device key for the first time/).first(),
    ).toBeVisible()
  })

test('the panel of a device ends its keys, and allows a new one', async ({ browser }) => {
  const page = await open(browser, '/main/keys', LAPTOP)
  await openStep(page, 'Begin with device keys…')
  await reason(page).fill('evidence')
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('button', { name: 'New enrolment key' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('mailers')
  await page.getByRole('button', { name: 'Make the key' }).click()
  const shown = await page.getByText(/^MACHINEID_ORG_KEY=/).textContent()
  const enrolmentKey = (shown ?? '').trim().replace('MACHINEID_ORG_KEY=', '')
  expect(await runGuard(KEYED, enrolmentKey)).toBe('worked')
  await page.goto(`${running.url}/main/devices?device=${encodeURIComponent(KEYED)}`)
  const section = page.getByRole('region', { name: 'Device key' })
  await expect(section.getByText(/It has a key of its own, first used/)).toBeVisible()
  await section.getByRole('button', { name: 'End its keys…' }).click()
  // It stops an agent: no reason, no password.
  await expect(reason(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'End the keys' }).click()
  await expect(section.getByText('It has no key of its own')).toBeVisible()
  expect(await runGuard(KEYED, enrolmentKey)).toBe('GUARD_DEVICE_KEY_ENDED')
  await section.getByRole('button', { name: 'Allow a new key…' }).click()
  await page.getByRole('button', { name: 'Allow a new key', exact: true }).click()
  await expect(page.getByText('New key allowed')).toBeVisible()
  expect(await runGuard(KEYED, enrolmentKey)).toBe('worked')
})
