/** How long another open screen takes to show a stop, counted from its acceptance: with the stream, and by polling alone. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import type { OperationsPage } from '@/lib/domain/wire/operations'
import { findBrowser } from '../testing/find-browser.mjs'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilShown } from './console-session'
import { freePort, withStage } from './stage'

const AGENTS = 25
const ROUNDS = 11
const LIMIT_S = 3
const SHOWN_WAIT_MS = 20_000

async function openOverview(browser: Browser, url: string, session: ConsoleSession): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = session.cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url }])
  return context.newPage()
}

/** Epoch ms, by the machine's one clock, at which the page's title and what needs a person both said stopped. */
const whenShown = (page: Page): Promise<number> =>
  page.evaluate(
    (waitMs) =>
      new Promise<number>((resolve, reject) => {
        const isShown = () =>
          document.title.startsWith('■') &&
          /Stop in force|denied/.test(document.querySelector('main [aria-label="Needs a person"]')?.textContent ?? '')
        const observer = new MutationObserver(() => {
          if (!isShown()) return
          observer.disconnect()
          resolve(Date.now())
        })
        observer.observe(document, { subtree: true, childList: true, characterData: true })
        setTimeout(() => reject(new Error('the other screen never showed the stop')), waitMs)
      }),
    SHOWN_WAIT_MS,
  )

async function untilTitled(page: Page, pattern: RegExp): Promise<void> {
  const until = Date.now() + SHOWN_WAIT_MS
  while (!pattern.test(await page.title())) {
    if (Date.now() > until) throw new Error(`the other screen never read ${pattern}`)
    await delay(20)
  }
}

/** One press by a person in the shell of one browser; seconds from its acceptance until the other browser shows it. */
async function round(presser: Page, screen: Page, session: ConsoleSession): Promise<number> {
  await untilTitled(screen, /^▶/)
  await presser.getByRole('button', { name: 'Stop main' }).waitFor()
  // At any moment between two readings and two polls.
  await delay(Math.random() * 2_000)
  const press = async () => {
    await presser.getByRole('button', { name: 'Stop main' }).click()
    await presser.getByRole('button', { name: 'Stop now' }).click()
  }
  const [shownAt] = await Promise.all([whenShown(screen), press()])
  const { operations } = await session.get<OperationsPage>('/api/orgs/main/operations?kind=disable')
  const acceptedAt = Date.parse(operations[0]?.acceptedAt ?? '')
  await presser.keyboard.press('Escape')
  await session.post(
    '/api/orgs/main/operations',
    { id: randomUUID(), kind: 'enable', reason: 'bench' },
    { prefer: 'wait=10' },
  )
  return Math.max(0, shownAt - acceptedAt) / 1_000
}

function figureOf(name: string, seconds: number[]): Figure {
  const sorted = [...seconds].sort((a, b) => a - b)
  const max = sorted.at(-1) ?? Number.NaN
  console.error(
    JSON.stringify({ [name]: { median: sorted[Math.floor(sorted.length / 2)], max, rounds: sorted.length } }),
  )
  return { name, value: Math.round(max * 1_000) / 1_000, unit: 's', limit: LIMIT_S, ok: max <= LIMIT_S }
}

/** `stop.seen.s` and, with the stream blocked, `stop.seen.polling.s`: the worst of eleven rounds; medians on standard error. */
export async function stopSeen(): Promise<Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    stage.fleet(`http://127.0.0.1:${port}`, ['--count', String(AGENTS), '--interval', '2s', '--respawn'])
    const session = await openSession(url)
    await untilShown(session, 'status:active', AGENTS)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    try {
      const presser = await openOverview(browser, url, session)
      const screen = await openOverview(browser, url, session)
      await presser.goto(`${url}/main`)
      const figures: Figure[] = []
      for (const blocked of [false, true]) {
        // As behind a proxy that holds the stream back: it never answers.
        if (blocked) await screen.route('**/events', () => undefined)
        await screen.goto(`${url}/main`)
        const seconds: number[] = []
        for (let count = 0; count < ROUNDS; count++) seconds.push(await round(presser, screen, session))
        figures.push(figureOf(blocked ? 'stop.seen.polling.s' : 'stop.seen.s', seconds))
      }
      return figures
    } finally {
      await browser.close()
      await session.close()
    }
  })
}
