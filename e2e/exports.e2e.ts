/** One click on an export is one event of the record, whatever the service worker, the menu or the number of rows. */
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 150, intervalMs: 2_000 })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})
test.use({ viewport: { width: 1440, height: 900 } })

/** Waits until the service worker of this page is active and in charge of it. */
const workerReady = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })

/** Every agent has registered and is listed. */
const allListed = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(async () => ((await (await fetch('/api/orgs/main/devices')).json()) as { total: number }).total),
    )
    .toBe(150)

type Event = { kind: string; data: { what: string; rows: number } }

/** Exports that the record knows of, oldest first. */
const exportsOf = (page: Page): Promise<Event['data'][]> =>
  page.evaluate(async () => {
    const { events } = (await (await fetch('/api/orgs/main/activity')).json()) as { events: Event[] }
    return events.flatMap(({ kind, data }) => (kind === 'export.made' ? [data] : [])).reverse()
  })

/** The file of one click, and what the record knows more by then. Looks again when a page was loaded, which a second request would have come before. */
async function taken(page: Page, click: () => Promise<unknown>): Promise<{ text: string; events: Event['data'][] }> {
  const before = (await exportsOf(page)).length
  const downloading = page.waitForEvent('download')
  await click()
  const file = await (await downloading).createReadStream()
  let text = ''
  for await (const piece of file) text += piece
  await page.goto(`${running.url}/main/usage`)
  await expect(page.getByRole('heading', { name: 'Usage' })).toBeVisible()
  return { text, events: (await exportsOf(page)).slice(before) }
}

test('from the menu, from a page, in a tab of its own, and of ticked rows', async ({ page }) => {
  await signIn(page, running.url, '/main/devices')
  await workerReady(page)
  await allListed(page)

  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const csv = await taken(page, () => page.getByRole('menuitem', { name: 'All matching as CSV' }).click())
  expect(csv.events).toEqual([{ what: 'devices', rows: 150 }])
  expect(csv.text.trimEnd().split('\n')).toHaveLength(1 + 150)

  await page.goto(`${running.url}/main/activity/record`)
  const lines = await taken(page, () => page.getByRole('link', { name: 'JSON Lines' }).click())
  expect(lines.events.map(({ what }) => what)).toEqual(['activity'])
  expect(lines.text).toContain('"head":"head1:')

  const usage = await taken(page, () => page.getByRole('link', { name: 'CSV' }).click())
  expect(usage.events.map(({ what }) => what)).toEqual(['usage'])

  await page.goto(`${running.url}/main/operations`)
  const operations = await taken(page, () => page.getByRole('link', { name: 'All operations as CSV' }).click())
  expect(operations.events).toEqual([{ what: 'operations', rows: 0 }])

  // Typed, or opened from a link in a chat: a navigation like any other.
  const typed = await taken(page, () =>
    page.goto(`${running.url}/api/orgs/main/devices.jsonl`).catch((error: Error) => {
      if (!error.message.includes('Download is starting')) throw error
    }),
  )
  expect(typed.events).toEqual([{ what: 'devices', rows: 150 }])
})

test('of many ticked rows: one file, one event', async ({ page }) => {
  await signIn(page, running.url, '/main/devices')
  await workerReady(page)
  await allListed(page)
  await page.reload()
  await page.getByRole('checkbox', { name: 'Select the rows that are loaded' }).check()
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection.getByText('150 ticked')).toBeVisible()
  await selection.getByRole('button', { name: 'More', exact: true }).click()
  const { text, events } = await taken(page, () => page.getByRole('menuitem', { name: /CSV/ }).click())
  expect(events).toEqual([{ what: 'devices', rows: 150 }])
  expect(text.trimEnd().split('\n')).toHaveLength(1 + 150)
})

test('a look at its headers, and a request ahead of a click, take nothing', async ({ page }) => {
  await signIn(page, running.url, '/main/devices')
  const before = (await exportsOf(page)).length
  const devices = `${running.url}/api/orgs/main/devices.csv`
  expect((await page.request.head(devices)).status()).toBe(405)
  const ahead = { 'sec-purpose': 'prefetch;prerender' }
  expect((await page.request.get(devices, { headers: ahead })).status()).toBe(503)
  expect(await exportsOf(page)).toHaveLength(before)
  expect((await page.request.get(devices)).status()).toBe(200)
  expect(await exportsOf(page)).toHaveLength(before + 1)
})
