/** When something happened is read off the row: its day and zone once, its time of day on each, in the own zone and in UTC. */
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
test.beforeAll(async () => {
  running = await startConsole()
})
test.afterAll(() => running.stop())
test.afterAll(({ browser }) => closePages(browser))

for (const [name, viewport] of [
  ['laptop', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  test(`${name}: rows say the time of day, in the zone of the person and in UTC`, async ({ browser }) => {
    const page = await (await browser.newContext({ viewport, timezoneId: 'Asia/Kolkata' })).newPage()
    await signIn(page, running.url, '/main/activity')
    const rows = page.getByRole('list', { name: 'Events, newest first' }).getByRole('listitem')
    await expect(rows.first()).toContainText('GMT+5:30')
    await expect(rows.first()).toContainText(/\d{2}:\d{2}:\d{2} · (just now|\d+ s ago)/)
    // A second event of that day has its time and no day of its own.
    await expect(rows.nth(1)).toContainText(/\d{2}:\d{2}:\d{2} · /)
    await expect(rows.nth(1)).not.toContainText('GMT+5:30')
    const at = await rows.first().locator('time').first().getAttribute('datetime')
    await page.getByRole('checkbox', { name: 'Times in UTC' }).check()
    await expect(rows.first()).toContainText(/\d{1,2} \w{3} \d{4}, UTC/)
    await expect(rows.first()).toContainText(`${at?.slice(11, 19)} · `)
    await expectAccessible(page)
  })
}
