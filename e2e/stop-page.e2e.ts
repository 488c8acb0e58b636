/** `/stop` on a phone with JavaScript off: press, confirm, the agents exit, the page says what was read and no more. */
import { expect, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole()
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 25, intervalMs: 500 })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})
test.afterAll(({ browser }) => closePages(browser))

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('without JavaScript: two taps stop every agent, and the page ends at "All 25 denied"', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await signIn(page, running.url, '/stop')
  await expect(page).toHaveURL(`${running.url}/stop`)
  await expect
    .poll(async () => {
      await page.reload()
      return page.getByText('25 agents allowed to work').count()
    })
    .toBe(1)
  await expect(page.locator('script')).toHaveCount(0)
  const press = page.getByRole('button', { name: 'Stop main' })
  const pressed = await press.boundingBox()
  await press.click()
  const confirm = page.getByRole('button', { name: 'Stop now' })
  const confirmed = await confirm.boundingBox()
  expect(
    pressed && confirmed && (confirmed.y + confirmed.height <= pressed.y || confirmed.x + confirmed.width <= pressed.x),
  ).toBe(true)
  await confirm.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Stop in force|All 25 denied/)
  await expect(page).toHaveURL(/\/stop\/main\?op=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 25 denied', { timeout: 20_000 })
  expect(fleet.agents.filter((agent) => agent.state !== 'ended')).toEqual([])
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 25 denied')
  await context.close()
})

test('the stop pages have nothing serious for axe', async ({ page }) => {
  await signIn(page, running.url, '/stop')
  await expectAccessible(page)
  await goTo(page, `${running.url}/stop/main`)
  await expectAccessible(page)
})

test('a forged form, a cross-site form and a made-up org send nothing', async ({ page, request }) => {
  await signIn(page, running.url, '/stop')
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const form = { operation: crypto.randomUUID(), issued: String(Date.now()), seal: 'x'.repeat(43) }
  const forged = await request.post(`${running.url}/stop/main`, { form, headers: { cookie, origin: running.url } })
  expect(forged.status()).toBe(409)
  expect(await forged.text()).toContain('Nothing was sent')
  const crossSite = await request.post(`${running.url}/stop/main`, {
    form,
    headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  })
  expect(crossSite.status()).toBe(403)
  const unknown = await request.post(`${running.url}/stop/nowhere`, { form, headers: { cookie, origin: running.url } })
  expect(unknown.status()).toBe(404)
})
