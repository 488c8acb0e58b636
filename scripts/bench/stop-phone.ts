/**
 * A phone with a bad connection: 400 ms round trip, 400 kbit/s both ways, a CPU slowed four times, nothing in its cache.
 * Times are the browser's own first contentful paints; nothing is injected into a page.
 */
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../testing/find-browser.mjs'

const LATENCY_MS = 400
const BYTES_PER_S = 400_000 / 8
const CPU_SLOWER = 4
const PAINT_WAIT_MS = 30_000
const LEAVING_TRIES_MAX = 50

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

export type ColdPhone = {
  page: Page
  /** Asks for an address, as if it had been entered now. */
  enter: (url: string) => Promise<void>
  /** Touches the middle of the element, as soon as it is there; it gets the tap only if nothing lies over it. */
  tap: (selector: string) => Promise<void>
  /** Puts the text into a field at once, as a password manager does. */
  type: (selector: string, text: string) => Promise<void>
  /** Waits for the next page's first contentful paint; seconds from `enter` until it. */
  painted: () => Promise<number>
  /** Bytes over the wire so far, headers included, and how many scripts were among what was asked for. */
  transferred: () => { bytes: number; scripts: number }
  close: () => Promise<void>
}

export function launchPhoneBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
}

/** A context of its own, so cache and connections are cold. `cookie`: `name=value` of a session at `url`. */
export async function openColdPhone(browser: Browser, url: string, cookie?: string): Promise<ColdPhone> {
  const context = await browser.newContext(PHONE)
  const [name = '', value = ''] = cookie?.split(/=(.*)/) ?? []
  if (cookie) await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const paints = await watchPaints(cdp)
  const transferred = watchTransfers(cdp)
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_S,
    uploadThroughput: BYTES_PER_S,
  })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  let enteredAt = 0
  return {
    page,
    transferred,
    async enter(address) {
      enteredAt = Date.now() / 1_000
      await page.goto(address, { waitUntil: 'commit' })
    },
    tap: (selector) => tap(cdp, selector),
    async type(selector, text) {
      await cdp.send('DOM.focus', { nodeId: await find(cdp, selector) })
      await cdp.send('Input.insertText', { text })
    },
    painted: async () => (await paints()) - enteredAt,
    close: () => context.close(),
  }
}

/** By the protocol alone: a script that looks for the element would itself run four times slower. */
async function find(cdp: CDPSession, selector: string): Promise<number> {
  const until = Date.now() + PAINT_WAIT_MS
  while (Date.now() < until) {
    const { root } = await cdp.send('DOM.getDocument', { depth: 0 })
    // A page that takes the place of another between the two has a document of its own.
    const found = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector }).catch(() => null)
    if (found?.nodeId) return found.nodeId
  }
  throw new Error(`there is no ${selector} on the page`)
}

async function tap(cdp: CDPSession, selector: string): Promise<void> {
  const [left = 0, top = 0, , , right = 0, bottom = 0] = await quadOf(cdp, selector)
  const touchPoints = [{ x: (left + right) / 2, y: (top + bottom) / 2 }]
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** Where the element is. One that was found in a page that is being left is looked for anew. */
async function quadOf(cdp: CDPSession, selector: string): Promise<number[]> {
  for (let tries = 1; ; tries += 1) {
    const nodeId = await find(cdp, selector)
    try {
      return (await cdp.send('DOM.getContentQuads', { nodeId })).quads[0] ?? []
    } catch (error) {
      if (tries === LEAVING_TRIES_MAX) throw error
    }
  }
}

/** Each call gives the wall time, in seconds, of the next document's first contentful paint. */
async function watchPaints(cdp: CDPSession): Promise<() => Promise<number>> {
  const paints: number[] = []
  let offset = 0
  let wake = () => {}
  cdp.on('Network.requestWillBeSent', ({ wallTime, timestamp }) => {
    offset = wallTime - timestamp
  })
  cdp.on('Page.lifecycleEvent', ({ name, timestamp }) => {
    if (name !== 'firstContentfulPaint') return
    paints.push(timestamp + offset)
    wake()
  })
  await cdp.send('Page.enable')
  await cdp.send('Network.enable')
  await cdp.send('Page.setLifecycleEventsEnabled', { enabled: true })
  // What is reported of the empty page that a tab begins with is no paint of ours.
  paints.length = 0
  return () =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nothing was painted in time')), PAINT_WAIT_MS)
      wake = () => {
        const paint = paints.shift()
        if (paint === undefined) return
        clearTimeout(late)
        resolve(paint)
      }
      wake()
    })
}

function watchTransfers(cdp: CDPSession): ColdPhone['transferred'] {
  let bytes = 0
  let scripts = 0
  cdp.on('Network.requestWillBeSent', ({ type, redirectResponse }) => {
    bytes += redirectResponse?.encodedDataLength ?? 0
    if (type === 'Script') scripts += 1
  })
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return () => ({ bytes, scripts })
}
