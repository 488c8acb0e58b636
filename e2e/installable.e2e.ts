/** From the home screen, and without a network: what is kept, what is shown, and that no stop is ever sent later. */
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 3, intervalMs: 500 })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

type Icon = { src: string; sizes: string; type: string; purpose?: string }
type Manifest = {
  name: string
  start_url: string
  display: string
  icons: Icon[]
  shortcuts: { url: string; icons: Icon[] }[]
}

/** Waits until the worker of this page is active and in charge of it. */
const workerReady = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })

/** Requests that the browser would send by itself: background syncs and background fetches. */
const keptForLater = (page: Page) =>
  page.evaluate(async () => {
    type Later = { sync: { getTags(): Promise<string[]> }; backgroundFetch: { getIds(): Promise<string[]> } }
    const { sync, backgroundFetch } = (await navigator.serviceWorker.ready) as unknown as Later
    return { syncs: await sync.getTags(), fetches: await backgroundFetch.getIds() }
  })

test('the manifest is whole, its icons have their sizes, and every page links it', async ({ page, request }) => {
  const answer = await request.get(`${running.url}/manifest.webmanifest`)
  expect(answer.headers()['content-type']).toContain('application/manifest+json')
  const manifest = (await answer.json()) as Manifest
  expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' })
  expect(manifest.shortcuts.map(({ url }) => url)).toEqual(['/stop'])
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  await signIn(page, running.url, '/stop')
  await expect(page.locator('link[rel=manifest]')).toHaveCount(1)
  await expect(page.locator('script')).toHaveCount(0)
  for (const { src, sizes, type } of [...manifest.icons, ...manifest.shortcuts.flatMap(({ icons }) => icons)]) {
    const icon = await request.get(`${running.url}${src}`)
    expect(icon.headers()['content-type'], src).toContain(type)
    if (type === 'image/png') expect(sizeOf(await icon.body()), src).toBe(sizes)
  }
  const touchIcon = await page.locator('link[rel=apple-touch-icon]').getAttribute('href')
  expect(sizeOf(await (await request.get(`${running.url}${touchIcon}`)).body())).toBe('180x180')
  await page.goto(`${running.url}/main`)
  await expect(page.locator('link[rel=manifest]')).toHaveAttribute('href', '/manifest.webmanifest')
  await expect(page.locator('link[rel=apple-touch-icon]')).toHaveAttribute('href', touchIcon as string)
})

test('the console registers the worker, /stop does not, and it keeps nothing with data', async ({ page, request }) => {
  await signIn(page, running.url, '/stop')
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0)
  const worker = await request.get(`${running.url}/sw.js`)
  expect(worker.headers()['cache-control']).toMatch(/no-cache|max-age=0/)
  await page.goto(`${running.url}/main`)
  await workerReady(page)
  await page.goto(`${running.url}/main/devices`)
  await expect(page.getByRole('textbox', { name: 'Selector' })).toBeVisible()
  await page.goto(`${running.url}/stop`)
  const kept = await page.evaluate(async () => {
    const names: string[] = []
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) names.push(new URL(url).pathname)
    return names
  })
  expect(kept).toEqual(expect.arrayContaining(['/offline', '/unreachable']))
  const pages = ['/offline', '/unreachable']
  expect(kept.filter((path) => !pages.includes(path) && !path.startsWith('/_next/static/'))).toEqual([])
  expect(kept.length).toBeGreaterThan(1)
})

test('offline: an honest page, and a stop pressed then is never sent later', async ({ page, context }) => {
  await signIn(page, running.url, '/main')
  await workerReady(page)
  await page.goto(`${running.url}/stop`)
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Stop main' }).click()
  // For a form that could not leave, the browser shows a page of its own: the worker does not touch forms.
  await page.getByRole('button', { name: 'Stop now' }).click({ noWaitAfter: true })
  await expect.poll(() => page.url()).toContain('chrome-error:')
  await context.setOffline(false)
  // A browser sends later only what a page registered with it: nothing was.
  await page.goto(`${running.url}/main`)
  expect(await keptForLater(page)).toEqual({ syncs: [], fetches: [] })
  await context.setOffline(true)
  await page.goto(`${running.url}/stop`)
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible()
  await expect(page.getByText('nothing is kept to be sent later')).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${running.url}/main/devices`)
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page).toHaveURL(`${running.url}/main/devices`)
  await expect(page.getByRole('textbox', { name: 'Selector' })).toBeVisible()
  expect(await keptForLater(page)).toEqual({ syncs: [], fetches: [] })
  const operations = await page.evaluate(() =>
    fetch('/api/orgs/main/operations').then((response) => response.json() as Promise<{ operations: unknown[] }>),
  )
  expect(operations.operations).toEqual([])
  const org = await fetch(`${running.authority.url}/api/v1/org/status`, { headers: { 'x-org-key': ORG_KEY } })
  expect(await org.text()).not.toContain('disabled')
  await page.goto(`${running.url}/stop`)
  await expect(page.getByRole('heading', { level: 1, name: 'Running' })).toBeVisible()
})

/** Width and height out of a PNG's header. */
function sizeOf(png: Buffer): string {
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`
}
