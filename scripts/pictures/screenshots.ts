/**
 * `node scripts/run.mjs screenshots`: makes the pictures of the README from the running app: the authority, the production
 * build and a fleet of 25, seen by a real browser.
 */
import { randomUUID } from 'node:crypto'
import type { BrowserContextOptions } from '@playwright/test'
import type { Operation } from '@/lib/domain/operation'
import { openSession, untilShown } from '../bench/console-session'
import { AGENT_KEY, freePort, ORG_KEY, withStage } from '../bench/stage'
import { makePictures, openPage, PHONE, withBrowser } from './camera'

const AGENTS = 25
const LAPTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
const SHARP = { deviceScaleFactor: 2 }
/** Long enough for every agent to have a rhythm. */
const SETTLE_MS = 15_000

await makePictures(() =>
  withStage(async (stage) => {
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
    await withBrowser(async (browser) => {
      const laptop = await openPage(browser, url, session.cookie, { ...LAPTOP, ...SHARP })
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

      const phone = await openPage(browser, url, session.cookie, { ...PHONE, ...SHARP })
      await phone.goto(`${url}/stop`)
      await phone.getByRole('button', { name: 'Stop main' }).click()
      await phone.getByRole('button', { name: 'Stop now' }).click()
      await phone.getByRole('heading', { level: 1, name: /All \d+ denied$/ }).waitFor()
      await phone.screenshot({ path: 'docs/stop-phone.png' })
    }).finally(() => session.close())
  }),
)
