/** `page.cls` and `page.inp.ms`: what a person sees jump, and waits for, on one way through the console with 5,000 devices. */
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { findBrowser } from '../testing/find-browser.mjs'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { finish } from './operation-bench-acts'
import { goThrough } from './page-journey'
import { readVitals, type Vitals, watchVitals } from './page-vitals'
import { seedDevices } from './seed-devices'
import { freePort, withStage } from './stage'

const DEVICES = 5_000
const CPU_SLOWER = 4
const SHIFT_LIMIT = 0.02
const INTERACTION_LIMIT_MS = 200

/** Layout shift summed over the whole way, and the slowest interaction of all. */
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
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const [name = '', value = ''] = session.cookie.split(/=(.*)/)
      await context.addCookies([{ name, value, url }])
      const page = await context.newPage()
      await watchVitals(page)
      const cdp = await context.newCDPSession(page)
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
      await goThrough(page, url)
      return figures(await readVitals(page))
    } finally {
      await browser.close()
      await session.close()
    }
  })
}

const count = async (session: Awaited<ReturnType<typeof openSession>>, selector: string) =>
  (await session.get<{ total: number }>(`/api/orgs/main/devices?q=${encodeURIComponent(selector)}`)).total

function figures({ shifts, interactions }: Vitals): Figure[] {
  if (interactions.length === 0) throw new Error('the browser reported no interaction')
  const slowest = interactions.toSorted((a, b) => b.ms - a.ms)
  console.error(JSON.stringify({ shifts, slowest: slowest.slice(0, 5), interactions: interactions.length }, null, 1))
  const shift = Math.round(shifts.reduce((sum, { value }) => sum + value, 0) * 10_000) / 10_000
  const ms = slowest[0]?.ms ?? 0
  return [
    { name: 'page.cls', value: shift, unit: '', limit: SHIFT_LIMIT, ok: shift <= SHIFT_LIMIT },
    { name: 'page.inp.ms', value: ms, unit: 'ms', limit: INTERACTION_LIMIT_MS, ok: ms <= INTERACTION_LIMIT_MS },
  ]
}
