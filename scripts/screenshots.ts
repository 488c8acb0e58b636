/**
 * `node scripts/run.mjs screenshots`: makes the pictures of the README from the running app: the authority, the production
 * build and a fleet of 25, seen by a real browser.
 */
import { randomUUID } from 'node:crypto'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import type { Operation } from '@/lib/domain/operation'
import { openSession, untilShown } from './bench/console-session'
import { AGENT_KEY, freePort, ORG_KEY, withStage } from './bench/stage'
import { findBrowser } from './find-browser.mjs'
import { isBuildStale } from './stale.mjs'

const AGENTS = 25
const LAPTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 }
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}
/** Long enough for every agent to have a rhythm. */
const SETTLE_MS = 15_000

async function signedIn(browser: Browser, url: string, cookie: string, device: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...device, colorScheme: 'light', locale: 'en-GB', timezoneId: 'UTC' })
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url }])
  return context.newPage()
}

async function main(): Promise<void> {
  if (isBuildStale()) throw new Error('There is no fresh build. Run `npm run build` first.')
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  await withStage(async (stage) => {
    const port = await freePort()
    const authorityUrl = `http://127.0.0.1:${port}`
    await stage.authority(port)
    const { url } = await stage.console(authorityUrl, {
      MACHINEID_BASE_URL: 'embedded',
      MACHINEID_ORG_KEY: '',
      AUTHORITY_PORT: String(port),
      AUTHORITY_ORG_KEY: ORG_KEY,
      AUTHORITY_AGENT_KEY: AGENT_KEY,
    })
    stage.fleet(authorityUrl, ['--count', String(AGENTS), '--interval', '2s', '--respawn'])
    const session = await openSession(url)
    await untilShown(session, 'status:active', AGENTS)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    try {
      const laptop = await signedIn(browser, url, session.cookie, LAPTOP)
      await laptop.waitForTimeout(SETTLE_MS)
      await session.post<Operation>(
        '/api/orgs/main/operations',
        {
          id: randomUUID(),
          kind: 'revoke',
          target: { ids: ['crewai:prod:event-consumer:02', 'crewai:prod:event-consumer:05'] },
          reason: 'replays old events',
        },
        { prefer: 'wait=10' },
      )
      await laptop.goto(`${url}/main/devices`)
      await laptop.getByText('crewai:prod:event-consumer:02').waitFor()
      await laptop.waitForTimeout(6_000)
      await laptop.screenshot({ path: 'docs/devices-laptop.png' })

      const phone = await signedIn(browser, url, session.cookie, PHONE)
      await phone.goto(`${url}/stop`)
      await phone.getByRole('button', { name: 'Stop main' }).click()
      await phone.getByRole('button', { name: 'Stop now' }).click()
      await phone.getByRole('heading', { level: 1, name: /^All \d+ denied$/ }).waitFor()
      await phone.screenshot({ path: 'docs/stop-phone.png' })
    } finally {
      await browser.close()
      await session.close()
    }
  })
}

await main().catch((error: unknown) => {
  console.error((error as Error).message)
  process.exitCode = 1
})
