import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../testing/find-browser.mjs'
import type { ConsoleSession } from './console-session'

/** Gives `play` a page of a laptop's size in a browser that is signed in with the session, and closes both whatever happens. */
export async function withPage<Result>(
  url: string,
  session: ConsoleSession,
  play: (page: Page) => Promise<Result>,
): Promise<Result> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const [name = '', value = ''] = session.cookie.split(/=(.*)/)
    await context.addCookies([{ name, value, url }])
    return await play(await context.newPage())
  } finally {
    await browser.close()
    await session.close()
  }
}
