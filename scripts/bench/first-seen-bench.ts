/** How long the Connect page takes to show the first validate of an agent, from the moment at which it was answered. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Figure } from './authority-bench'
import { openSession } from './console-session'
import { AGENT_KEY, freePort, withStage } from './stage'
import { withPage } from './with-page'

const ROUNDS = 11
const LIMIT_S = 3
const SHOWN_WAIT_MS = 20_000

/** One call of an agent. */
async function call(authorityUrl: string, path: 'register' | 'validate', deviceId: string): Promise<void> {
  const response = await fetch(`${authorityUrl}/api/v1/devices/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-org-key': AGENT_KEY },
    body: JSON.stringify({ deviceId }),
  })
  await response.text()
  if (!response.ok) throw new Error(`${path} of ${deviceId} was answered ${response.status}`)
}

/** Epoch ms, by the machine's one clock, at which the page said that the agent validates. */
const whenShown = (page: Page): Promise<number> =>
  page.evaluate(
    (waitMs) =>
      new Promise<number>((resolve, reject) => {
        const observer = new MutationObserver(() => {
          if (!document.body.textContent?.includes('It validates')) return
          observer.disconnect()
          resolve(Date.now())
        })
        observer.observe(document, { subtree: true, childList: true, characterData: true })
        setTimeout(() => reject(new Error('the page never showed the first validate')), waitMs)
      }),
    SHOWN_WAIT_MS,
  )

/** Seconds from the answer to the first validate of a new id until the page that waits for it shows it. */
async function round(page: Page, consoleUrl: string, authorityUrl: string, deviceId: string): Promise<number> {
  await call(authorityUrl, 'register', deviceId)
  await page.goto(`${consoleUrl}/main/connect?framework=node&id=${encodeURIComponent(deviceId)}`)
  await page.getByText('Waiting for its first validate').waitFor()
  // At any moment between two readings and two polls.
  await delay(Math.random() * 2_000)
  const validate = async () => {
    await call(authorityUrl, 'validate', deviceId)
    return Date.now()
  }
  const [shownAt, answeredAt] = await Promise.all([whenShown(page), validate()])
  return Math.max(0, shownAt - answeredAt) / 1_000
}

/** `connect.firstseen.s`: the worst of eleven rounds; the median on standard error. */
export async function connectFirstSeen(): Promise<Figure> {
  return withStage(async (stage) => {
    const port = await freePort()
    const authorityUrl = `http://127.0.0.1:${port}`
    await stage.authority(port)
    const { url } = await stage.console(authorityUrl)
    const session = await openSession(url)
    return withPage(url, session, async (page) => {
      const seconds: number[] = []
      for (let count = 0; count < ROUNDS; count++)
        seconds.push(await round(page, url, authorityUrl, `node:dev:runner:${String(count).padStart(2, '0')}`))
      seconds.sort((a, b) => a - b)
      const max = seconds.at(-1) ?? Number.NaN
      console.error(JSON.stringify({ median: seconds[Math.floor(seconds.length / 2)], max, rounds: seconds.length }))
      return {
        name: 'connect.firstseen.s',
        value: Math.round(max * 1_000) / 1_000,
        unit: 's',
        limit: LIMIT_S,
        ok: max <= LIMIT_S,
      }
    })
  })
}
