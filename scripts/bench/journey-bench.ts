/** `page.cls` and `page.inp.ms`: what a person sees jump, and waits for, on one way through the console with 5,000 devices. */
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { findBrowser } from '../testing/find-browser.mjs'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { finish } from './operation-bench-acts'
import { goThrough } from './page-journey'
import { readVitals, type Vitals, watchVitals } from './page-vitals'
import { seedDevices } from './seed-devices'
import { percentile } from './selector-bench'
import { freePort, withStage } from './stage'

const DEVICES = 5_000
const CPU_SLOWER = 4
const WAYS = 3
const SHIFT_LIMIT = 0.02
const INTERACTION_LIMIT_MS = 200

/** Of three ways: the most layout shift of a whole one, and the median of the slowest interaction of each. */
export async function pageVitals(): Promise<Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  return withStage(async (stage) => {
    await seedDevices(join(stage.folder, 'authority'), fleetIds(DEVICES))
    const port = await freePort()
    await stage.authority(port, DEVICES)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    const session = await openSession(url)
    await untilShown(session, '', DEVICES)
    await finish(session, { kind: 'revoke', target: { selector: 'env:staging' } }, await count(session, 'env:staging'))
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    try {
      const ways: Vitals[] = []
      for (let way = 0; way < WAYS; way += 1) ways.push(await vitalsOfWay(browser, url, session.cookie))
      return figures(ways)
    } finally {
      await browser.close()
      await session.close()
    }
  })
}

const count = async (session: Awaited<ReturnType<typeof openSession>>, selector: string) =>
  (await session.get<{ total: number }>(`/api/orgs/main/devices?q=${encodeURIComponent(selector)}`)).total

/** One way through the console, in a browser that has not been there. */
async function vitalsOfWay(browser: Browser, url: string, cookie: string): Promise<Vitals> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  await watchVitals(page)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  await goThrough(page, url)
  const vitals = await readVitals(page)
  await context.close()
  return vitals
}

function figures(ways: readonly Vitals[]): Figure[] {
  const shifts: number[] = []
  const slowest: number[] = []
  for (const way of ways) {
    const interactions = way.interactions.toSorted((a, b) => b.ms - a.ms)
    if (!interactions[0]) throw new Error('the browser reported no interaction')
    slowest.push(interactions[0].ms)
    shifts.push(way.shifts.reduce((sum, { value }) => sum + value, 0))
    const shown = { shifts: way.shifts, slowest: interactions.slice(0, 5), interactions: interactions.length }
    console.error(JSON.stringify(shown, null, 1))
  }
  const shift = Math.round(Math.max(...shifts) * 10_000) / 10_000
  const ms = percentile(slowest, 0.5)
  return [
    { name: 'page.cls', value: shift, unit: '', limit: SHIFT_LIMIT, ok: shift <= SHIFT_LIMIT },
    { name: 'page.inp.ms', value: ms, unit: 'ms', limit: INTERACTION_LIMIT_MS, ok: ms <= INTERACTION_LIMIT_MS },
  ]
}
