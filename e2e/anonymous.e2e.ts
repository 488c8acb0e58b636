/** What strangers send, to everything that `npm run up` starts: short refusals, few lines in the logs, and no redirect to another host. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { EVIL, oddRequests } from '@/testing/http/odd-requests'
import { faultsOf, sendRaw } from '@/testing/http/raw-answers'
import { signIn } from './sign-in'
import { makeStartFolder, type Started, type StartFolder, waitFor } from './start-folder'

const ADMIN = { email: 'admin@example.org', password: 'correct-horse-battery' }
const ENV = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }
const READY_MS = 60_000
const LOG_BYTES_MAX = 100_000

let folder: StartFolder
let started: Started
let base: string

async function start(env: Record<string, string> = {}): Promise<void> {
  folder = await makeStartFolder()
  base = `http://127.0.0.1:${folder.ports.console}`
  started = folder.up({ env: { ...ENV, ...env } })
  await waitFor('the report of the start', () => started.said().includes('Ctrl-C ends everything'), READY_MS)
}
test.afterEach(async () => {
  started.child.kill('SIGTERM')
  await started.exited
  folder.remove()
})

const logOf = (name: string) => readFileSync(join(folder.path, '.data', `${name}.log`), 'utf8')

/** What is wrong with the logs: too long, or a stack over several lines. */
function logFaults(): string[] {
  return ['console', 'authority'].flatMap((name) => {
    const log = logOf(name)
    const stacks = log.split('\n').filter((line) => /^\s+at |^[{}]$/.test(line))
    return [
      ...(log.length > LOG_BYTES_MAX ? [`${name}.log has ${log.length} bytes`] : []),
      ...stacks.map((line) => `${name}.log: ${line}`),
    ]
  })
}

test('requests that make no sense are refused by console and authority, and leave few lines', async () => {
  await start()
  const faults: string[] = []
  for (const [name, port] of Object.entries(folder.ports))
    for (const odd of oddRequests(`127.0.0.1:${port}`)) {
      // The authority refuses every request without a key.
      const expected = name === 'authority' ? { ...odd, answered: 'refused' as const } : odd
      faults.push(...faultsOf(expected, await sendRaw(port, odd.raw)).map((fault) => `${name}: ${fault}`))
    }
  expect(faults).toEqual([])
  expect(logFaults()).toEqual([])
})

test('every answer carries the security headers: pages, files, errors, redirects, metrics', async () => {
  await start()
  const page = await (await fetch(`${base}/sign-in`)).text()
  const document = await (await fetch(`${base}/nothing/here/at/all`)).text()
  const script = /\/_next\/static\/[^"]+\.js/.exec(document)?.[0]
  expect(page).toContain('csrfToken')
  expect(script).toBeDefined()
  const paths = [
    '/',
    '/sign-in',
    '/stop',
    '/offline',
    '/main',
    '/nothing',
    '/api/orgs',
    '/api/nothing',
    '/healthz',
    '/metrics',
  ]
  const files = [
    '/sw.js',
    '/manifest.webmanifest',
    '/icons/icon.svg',
    '/state-alarm.svg',
    '/_next/static/none.js',
    script as string,
  ]
  for (const path of [...paths, ...files, '/sign-in/', '/%']) {
    const { headers } = await fetch(`${base}${path}`, { redirect: 'manual' })
    for (const name of ['x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-resource-policy'])
      expect([path, name, headers.get(name)?.split(',').length]).toEqual([path, name, 1])
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringContaining("frame-ancestors 'none'"),
    ])
  }
})

test('the form of the sign-in shows no text of its address, and leads to no other host', async ({ page }) => {
  await start()
  for (const error of [
    'Too many attempts: call +1 555 0100',
    'The console cannot help. See evil.example',
    '<b>x</b>',
  ]) {
    await page.goto(`${base}/sign-in?error=${encodeURIComponent(error)}&to=/main`)
    await expect(page.getByRole('alert')).toHaveText(
      'Sign-in did not work in the console itself. Try again in a moment.',
    )
  }
  await page.getByLabel('E-mail').fill('ann@example.org')
  await page.getByLabel('Password').fill('not it at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('E-mail or password is not right')
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example.org')
  expect(new URL(page.url()).searchParams.get('to')).toBe('/main')
  await page.context().clearCookies()
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('This form was open for too long')

  const elsewhere = [
    `//${EVIL}`,
    `/\\${EVIL}`,
    `\\\\${EVIL}`,
    `https://${EVIL}/`,
    `/\t/${EVIL}`,
    `/.//${EVIL}`,
    `%2f%2f${EVIL}`,
  ]
  for (const to of [...elsewhere, `javascript:alert(1)`, `${base}@${EVIL}/`, `${base}.${EVIL}`]) {
    await page.goto(`${base}/sign-in?to=${encodeURIComponent(to)}`)
    await page.locator('input[name=callbackUrl]').evaluate((input, value) => input.setAttribute('value', value), to)
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(
      (address) => !address.pathname.startsWith('/sign-in') && !address.pathname.startsWith('/api/'),
    )
    expect([to, new URL(page.url()).origin]).toEqual([to, base])
    await page.context().clearCookies()
  }
})

test('a signed-in browser that sends garbage to the router gets no fault of the server', async ({ page }) => {
  await start()
  await signIn(page, base, '/main', ADMIN)
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers: Record<string, string>[] = [
    { 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/../x' },
    { 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'next-router-segment-prefetch': 'garbage' },
    { 'next-router-state-tree': '%5B%22%22%2C%7B%22children%22%3A%5B%22x%22%2C%7B%7D%5D%7D%5D' },
    { 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', { ['__proto__']: 1 }, null, 'refetch'])) },
    { 'next-router-state-tree': 'x' },
    { 'next-url': `//${EVIL}` },
    { 'next-hmr-refresh': '1', 'next-instant-navigation-testing-prefetch': '1' },
  ]
  const faults: string[] = []
  // The framework moves on to an address that carries a digest of these headers.
  for (const more of headers)
    for (const path of ['/main', '/main/devices?q=%zz', '/main/activity', '/main/nothing', '/nothing'])
      for (const redirect of ['follow', 'manual'] as const) {
        const reply = await fetch(`${base}${path}`, { headers: { cookie, rsc: '1', ...more }, redirect })
        if (reply.status >= 500) faults.push(`${path} ${JSON.stringify(more)}: ${reply.status}`)
      }
  expect(faults).toEqual([])
  expect(logFaults()).toEqual([])
})

test('with a public address the metrics of console and authority ask for the token, and the start says where it is', async () => {
  await start({ PUBLIC_URL: 'https://console.example' })
  const token = /^METRICS_TOKEN=(.+)$/m.exec(readFileSync(join(folder.path, '.env.local'), 'utf8'))?.[1]
  expect(token).toBeDefined()
  expect(started.said()).toContain('METRICS_TOKEN in .env.local')
  expect(started.said()).not.toContain(token)
  for (const port of Object.values(folder.ports)) {
    const statusOf = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).status
    expect(await statusOf({})).toBe(401)
    expect(await statusOf({ 'x-forwarded-for': '127.0.0.1' })).toBe(401)
    expect(await statusOf({ authorization: 'Bearer not-the-token-at-all' })).toBe(401)
    expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(200)
  }
})
