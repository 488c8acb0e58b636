/** What a browser transfers with nothing in its cache: the scripts of the device list until it answers a key, of usage until its charts are drawn, of Connect until its files are there, and `/stop`. */
import { join } from 'node:path'
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { findBrowser } from '../testing/find-browser.mjs'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { seedDevices } from './seed-devices'
import { freePort, withStage } from './stage'

const DEVICES = 1_000
const JS_LIMIT_KB = 250
const CONNECT_LIMIT_KB = 250
const STOP_LIMIT_KB = 7
const USAGE_LIMIT_KB = 330

type Transfer = { url: string; type: string; bytes: number; finished: boolean }

/** Everything the page asks for from now on, with the bytes that came over the wire, headers included. */
async function watchTransfers(cdp: CDPSession): Promise<Map<string, Transfer>> {
  const transfers = new Map<string, Transfer>()
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  cdp.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    transfers.set(requestId, { url: request.url, type: type ?? 'Other', bytes: 0, finished: false })
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId)
    if (transfer) Object.assign(transfer, { bytes: encodedDataLength, finished: true })
  })
  return transfers
}

async function openSignedIn(browser: Browser, url: string, cookie: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  await context.addCookies([{ name, value, url }])
  return context
}

const kB = (transfers: Transfer[]) =>
  Math.round(transfers.reduce((sum, transfer) => sum + transfer.bytes, 0) / 100) / 10

async function scriptUntilKey(page: Page, url: string): Promise<number> {
  const transfers = await watchTransfers(await page.context().newCDPSession(page))
  await page.goto(`${url}/main/devices`, { waitUntil: 'commit' })
  const isFocused = () =>
    page.evaluate(
      () => document.activeElement?.matches('input[aria-label="Selector"], [role="textbox"], input') ?? false,
    )
  if (await isFocused()) throw new Error('the search has the focus before a key was pressed')
  const until = Date.now() + 30_000
  do {
    await page.keyboard.press('/')
    if (Date.now() > until) throw new Error('the device list never answered the key')
  } while (!(await isFocused()))
  // What was asked for by then counts in full, even when its last byte comes a moment later.
  const scripts = [...transfers.values()].filter(({ type }) => type === 'Script')
  while (scripts.some(({ finished }) => !finished)) await page.waitForTimeout(20)
  if (process.env.BENCH_VERBOSE) console.error(scripts)
  return kB(scripts)
}

async function scriptUntilDrawn(page: Page, url: string): Promise<number> {
  const transfers = await watchTransfers(await page.context().newCDPSession(page))
  await page.goto(`${url}/main/usage?range=1h`, { waitUntil: 'networkidle' })
  await page.locator('svg.recharts-surface path.recharts-line-curve').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  const scripts = [...transfers.values()].filter(({ type }) => type === 'Script')
  if (process.env.BENCH_VERBOSE) console.error(scripts)
  return kB(scripts)
}

async function scriptUntilFiles(page: Page, url: string): Promise<number> {
  const transfers = await watchTransfers(await page.context().newCDPSession(page))
  await page.goto(`${url}/main/connect?framework=crewai`, { waitUntil: 'networkidle' })
  await page.getByRole('region', { name: 'Text of agent.py' }).waitFor()
  await page.waitForLoadState('networkidle')
  return kB([...transfers.values()].filter(({ type }) => type === 'Script'))
}

async function stopTransfers(page: Page, url: string): Promise<{ kilobytes: number; scripts: number }> {
  const transfers = await watchTransfers(await page.context().newCDPSession(page))
  await page.goto(`${url}/stop`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Stop main' }).waitFor()
  const all = [...transfers.values()]
  const requested = all.filter(({ type }) => type === 'Script').length
  const inline = await page.locator('script, [onclick], [onload], [onsubmit]').count()
  if (process.env.BENCH_VERBOSE) console.error(all)
  return { kilobytes: kB(all), scripts: requested + inline }
}

/** `devices.page.js.kB`, `usage.page.js.kB`, `connect.page.js.kB` and `stop.page.kB`; a kB is 1,000 bytes. */
export async function pages(): Promise<Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  return withStage(async (stage) => {
    await seedDevices(join(stage.folder, 'authority'), fleetIds(DEVICES))
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`, { SAMPLE_SECONDS: '1' })
    const session = await openSession(url)
    await untilShown(session, '', DEVICES)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    try {
      const open = async () => (await openSignedIn(browser, url, session.cookie)).newPage()
      const script = await scriptUntilKey(await open(), url)
      const usage = await scriptUntilDrawn(await open(), url)
      const connect = await scriptUntilFiles(await open(), url)
      const { kilobytes, scripts } = await stopTransfers(await open(), url)
      console.error(JSON.stringify({ stopPageScripts: scripts }))
      return [
        { name: 'devices.page.js.kB', value: script, unit: 'kB', limit: JS_LIMIT_KB, ok: script <= JS_LIMIT_KB },
        { name: 'usage.page.js.kB', value: usage, unit: 'kB', limit: USAGE_LIMIT_KB, ok: usage <= USAGE_LIMIT_KB },
        {
          name: 'connect.page.js.kB',
          value: connect,
          unit: 'kB',
          limit: CONNECT_LIMIT_KB,
          ok: connect <= CONNECT_LIMIT_KB,
        },
        {
          name: 'stop.page.kB',
          value: kilobytes,
          unit: 'kB',
          limit: STOP_LIMIT_KB,
          ok: kilobytes <= STOP_LIMIT_KB && scripts === 0,
        },
      ]
    } finally {
      await browser.close()
      await session.close()
    }
  })
}
