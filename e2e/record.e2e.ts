/** The last head is on the record page, is copied with one press, and is what a verification here and offline takes. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import SQLite from 'better-sqlite3'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 5, intervalMs: 500 })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})

/** Offline, with what the console keeps. */
function verify(...options: string[]): { exit: number | null; said: string } {
  const folder = running.env.DATA_DIR as string
  const files = [
    '--database',
    'console.db',
    '--anchor',
    'audit-anchor.jsonl',
    '--public-key',
    'audit-signing-key.pem.pub',
  ]
  const given = files.map((part) => (part.startsWith('--') ? part : join(folder, part)))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/audit-verify.mjs', ...given, ...options], {
    encoding: 'utf8',
  })
  return { exit: status, said: `${stdout}${stderr}` }
}

async function stopAndResume(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop main' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop now' }).click()
  await expect(page.getByRole('dialog', { name: /denied/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Resume…' }).first().click()
  await page
    .getByRole('alertdialog')
    .getByLabel(/^Reason/)
    .fill('rehearsal over')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Resume main' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
}

for (const { name, viewport } of [
  { name: 'laptop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
])
  test(`a head that was copied proves the record to its end (${name})`, async ({ browser }) => {
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    await signIn(page, running.url, '/main')
    // The phone looks at what the laptop did.
    if (name === 'laptop') await stopAndResume(page)
    await page.goto(`${running.url}/main/activity/record`)
    const copy = page.getByRole('button', { name: 'Copy the last head' })
    await copy.click()
    await expect(copy).toContainText('Copied')
    const head = await page.evaluate(() => navigator.clipboard.readText())
    expect(head).toMatch(/^head1:\d+:[0-9a-f]{64}:/)
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)

    await page.getByRole('button', { name: 'Verify now' }).click()
    await expect(page.getByText('the tail is unproven')).toBeVisible()
    await page.getByLabel('A head that you kept').fill(head)
    await page.getByRole('button', { name: 'Verify again' }).click()
    await expect(page.getByText('are as they were written')).toBeVisible()
    await expect(page.getByText('compared with the database, outcomes and holds included')).toBeVisible()
    await page.getByLabel('A head that you kept').fill(head.replace(/:[0-9a-f]{64}:/, `:${'0'.repeat(64)}:`))
    await page.getByRole('button', { name: 'Verify again' }).click()
    await expect(page.getByText('Not the record that was written')).toBeVisible()
    await expectAccessible(page)

    expect(verify()).toMatchObject({ exit: 3 })
    expect(verify('--expect-head', head)).toMatchObject({ exit: 0 })
    await context.close()
  })

test('a backup in which an outcome was changed is found out', async ({ page }, info) => {
  await signIn(page, running.url, '/main')
  await page.evaluate(async () => {
    const { rows } = (await (await fetch('/api/orgs/main/devices')).json()) as { rows: { deviceId: string }[] }
    const body = { id: crypto.randomUUID(), kind: 'revoke', target: { ids: [rows[0]?.deviceId] } }
    const headers = { 'content-type': 'application/json', prefer: 'wait=10' }
    await fetch('/api/orgs/main/operations', { method: 'POST', headers, body: JSON.stringify(body) })
  })
  const backup = info.outputPath('backup.db')
  const from = new SQLite(join(running.env.DATA_DIR as string, 'console.db'), { readonly: true })
  from.prepare('VACUUM INTO ?').run(backup)
  from.close()
  expect(verify('--database', backup)).toMatchObject({ exit: 3 })
  const changed = new SQLite(backup)
  changed.exec("update operation_items set outcome = 'failed'")
  changed.close()
  const { exit, said } = verify('--database', backup)
  expect(exit).toBe(13)
  expect(said).toContain('is not what the record says: its items with their outcomes (rows were changed)')
})
