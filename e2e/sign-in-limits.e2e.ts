/** The sign-in under guessing, signing out by both addresses, and a proxy that is not trusted, on the production build. */
import { type APIRequestContext, expect, request, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { ADMIN, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
test.beforeAll(async () => {
  running = await startConsole({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
})
test.afterAll(() => running.stop())

type Browser = { api: APIRequestContext; address: string }
const browserAt = async (address: string): Promise<Browser> => ({
  api: await request.newContext({
    baseURL: running.url,
    extraHTTPHeaders: { 'x-forwarded-for': address, origin: running.url },
  }),
  address,
})

/** Where a sign-in with this password leads. */
async function attempt({ api }: Browser, password: string): Promise<string> {
  const csrfToken = await csrfOf(api)
  const form = { csrfToken, callbackUrl: '/', email: ADMIN.email, password }
  const reply = await api.post('/api/auth/callback/credentials', { form, maxRedirects: 0 })
  return reply.headers().location ?? String(reply.status())
}
async function csrfOf(api: APIRequestContext): Promise<string> {
  const page = await (await api.get('/sign-in')).text()
  return /name="csrfToken" value="([^"]+)"/.exec(page)?.[1] ?? ''
}
/**
 * Guesses from many networks until strangers have to wait for at least so many seconds, so that the delay outlasts what a busy
 * machine takes for the next step of a test.
 */
async function guessUntilDelayed(seconds: number): Promise<void> {
  const guess = async (at: number) => attempt(await browserAt(`[2001:db8:${at + 1}::1]:4711`), `wrong-${at}`)
  await expect
    .poll(
      async () => {
        const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => guess(at)))
        return Math.max(...answers.map((answer) => Number(/error=wait-(\d+)/.exec(answer)?.[1] ?? 0)))
      },
      { timeout: 60_000, intervals: [1_000] },
    )
    .toBeGreaterThanOrEqual(seconds)
}
const cookiesOf = async ({ api }: Browser) => (await api.storageState()).cookies
const sessionOf = async (browser: Browser) =>
  (await cookiesOf(browser)).find(({ name }) => name.startsWith('machineid-session'))

test('guessing slows strangers down; a known browser, a new phone at home and an open session go on', async ({
  page,
}) => {
  const laptop = await browserAt('198.51.100.7')
  expect(await attempt(laptop, ADMIN.password)).toBe(`${running.url}/`)
  const known = (await cookiesOf(laptop)).find(({ name }) => name.startsWith('machineid-browser'))
  expect(known).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '203.0.113.9' })
  await page.goto(`${running.url}/sign-in`)
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await guessUntilDelayed(8)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(
    /^Too many attempts\. The password was not checked\. Try again in \d+ seconds?\.$/,
  )
  expect(page.url()).not.toContain(ADMIN.email)
  await expectAccessible(page)

  expect((await laptop.api.get('/api/orgs')).status()).toBe(200)
  expect((await laptop.api.get('/stop')).status()).toBe(200)
  expect(await attempt(await browserAt('198.51.100.7'), ADMIN.password)).toBe(`${running.url}/`)
  const abroad = await browserAt('192.0.2.200')
  const cookie = `${known?.name}=${known?.value}`
  const form = { callbackUrl: '/', ...ADMIN }
  const page2 = await abroad.api.get('/sign-in')
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(await page2.text())?.[1] ?? ''
  const csrf = (await cookiesOf(abroad)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const reply = await abroad.api.post('/api/auth/callback/credentials', {
    form: { ...form, csrfToken },
    headers: { cookie: `${csrf}; ${cookie}` },
    maxRedirects: 0,
  })
  expect(reply.headers().location).toBe(`${running.url}/`)
})

test('both addresses that sign out end the session, wherever a copy of its cookie is', async () => {
  const acts: ((browser: Browser) => Promise<unknown>)[] = [
    async ({ api }) => api.post('/api/auth/signout', { form: { csrfToken: await csrfOf(api) }, maxRedirects: 0 }),
    ({ api }) => api.post('/api/session/end', { data: {} }),
  ]
  for (const signOut of acts) {
    const browser = await browserAt('198.51.100.7')
    await attempt(browser, ADMIN.password)
    const session = await sessionOf(browser)
    const copy = await request.newContext({ extraHTTPHeaders: { cookie: `${session?.name}=${session?.value}` } })
    expect((await copy.get(`${running.url}/api/orgs`)).status()).toBe(200)
    await signOut(browser)
    expect((await copy.get(`${running.url}/api/orgs`)).status()).toBe(401)
    expect((await copy.get(`${running.url}/stop`, { maxRedirects: 0 })).status()).toBe(303)
  }
})

test('an admin behind a proxy that is not trusted reads which setting helps', async ({ page }) => {
  await running.restart({ TRUSTED_PROXIES: '' })
  await signIn(page, running.url, '/main')
  await expect(page.getByText('TRUSTED_PROXIES')).toHaveCount(0)
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '203.0.113.9' })
  await page.reload()
  await expect(page.getByText('TRUSTED_PROXIES=127.0.0.1')).toBeVisible()
  await expectAccessible(page)
})
