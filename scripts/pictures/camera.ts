/** What every program that makes pictures needs: a fresh build, a real browser, and a person who is signed in. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { isBuildStale } from '../build/stale.mjs'
import { findBrowser } from '../testing/find-browser.mjs'

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

export async function withBrowser<Result>(play: (browser: Browser) => Promise<Result>): Promise<Result> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  try {
    return await play(browser)
  } finally {
    await browser.close()
  }
}

/** A page in a context of its own. `cookie`: `name=value` of a session at `url`; without it the page is signed out. */
export async function openPage(
  browser: Browser,
  url: string,
  cookie: string | undefined,
  device: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ colorScheme: 'light', locale: 'en-GB', timezoneId: 'UTC', ...device })
  const [name = '', value = ''] = cookie?.split(/=(.*)/) ?? []
  if (cookie) await context.addCookies([{ name, value, url }])
  return context.newPage()
}

/** Runs a program that makes pictures; what went wrong is one line. */
export async function makePictures(make: () => Promise<void>): Promise<void> {
  try {
    if (isBuildStale()) throw new Error('There is no fresh build. Run `npm run build` first.')
    await make()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
