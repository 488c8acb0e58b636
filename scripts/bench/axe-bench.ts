/** `axe`: serious and critical findings on every page, light, dark and in forced colours, on a laptop and on a phone. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../testing/find-browser.mjs'
import { seriousFaults } from '../testing/serious-faults'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { finish } from './operation-bench-acts'
import { freePort, withStage } from './stage'

const AGENTS = 25
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  forced: { forcedColors: 'active' },
}
const SCREENS: Record<string, BrowserContextOptions> = {
  laptop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

/** A page, and what is opened on it. */
type Stop = { path: string; signedOut?: boolean; open?: (page: Page) => Promise<void> }

const dialogOf = (page: Page) => page.getByRole('alertdialog').waitFor()

const stopsOf = (operation: string): Stop[] => [
  { path: '/main' },
  { path: '/main/devices' },
  { path: '/main/devices?q=nothing-like-it' },
  { path: '/main/devices?q=env%3A(' },
  { path: '/main/devices?device=crewai%3Aprod%3Arunner%3A01' },
  { path: '/main/devices?q=env%3Aprod&act=revoke', open: dialogOf },
  { path: '/main/operations' },
  { path: `/main/operations/${operation}` },
  { path: '/main/usage' },
  { path: '/main/activity' },
  { path: '/main/activity/record' },
  { path: '/main/glossary' },
  { path: '/main/notes' },
  { path: '/main/usage/week' },
  { path: '/main/connect' },
  { path: '/main/keys' },
  {
    path: '/main/connect?framework=node&id=crewai%3Aprod%3Arunner%3A01',
    open: (page) => page.getByText('Watch it arrive').waitFor(),
  },
  { path: '/main/devices?device=nowhere%3Aa%3Ab%3A1', open: (page) => page.getByText('No such device').waitFor() },
  {
    path: '/main',
    open: (page) =>
      page
        .getByRole('button', { name: 'Stop main' })
        .click()
        .then(() => dialogOf(page)),
  },
  {
    path: '/main',
    open: (page) =>
      page.keyboard.press('Control+k').then(() => page.getByRole('combobox', { name: 'Command' }).waitFor()),
  },
  {
    path: '/main/devices',
    open: (page) =>
      page
        .getByRole('button', { name: /^Actions for/ })
        .first()
        .click()
        .then(() => page.getByRole('menu').waitFor()),
  },
  { path: '/main', open: (page) => page.keyboard.press('?').then(() => page.getByRole('dialog').waitFor()) },
  { path: '/main/no-such-page' },
  { path: '/stop' },
  { path: '/stop/main/part' },
  { path: '/offline' },
  { path: '/unreachable' },
  { path: '/sign-in', signedOut: true },
]

/** Counts what axe finds; each finding goes to standard error. */
export async function axe(): Promise<Figure[]> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or set CHROMIUM_PATH to it.')
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    stage.fleet(`http://127.0.0.1:${port}`, ['--count', String(AGENTS)])
    const session = await openSession(url)
    await untilShown(session, '', AGENTS)
    const { total } = await untilShown(session, 'role:tool-runner env:prod', 6)
    const { id } = await finish(session, { kind: 'revoke', target: { selector: 'role:tool-runner env:prod' } }, total)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    let found = 0
    try {
      for (const [look, colours] of Object.entries(LOOKS))
        for (const [screen, size] of Object.entries(SCREENS))
          found += await findingsOf(browser, { ...colours, ...size }, `${look} ${screen}`, {
            url,
            cookie: session.cookie,
            stops: stopsOf(id),
          })
    } finally {
      await browser.close()
      await session.close()
    }
    return [{ name: 'axe', value: found, unit: 'findings', limit: 0, ok: found === 0 }]
  })
}

async function findingsOf(
  browser: Browser,
  device: BrowserContextOptions,
  named: string,
  { url, cookie, stops }: { url: string; cookie: string; stops: Stop[] },
): Promise<number> {
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  const signedIn = await browser.newContext(device)
  await signedIn.addCookies([{ name, value, url }])
  const signedOut = await browser.newContext(device)
  let found = 0
  for (const { path, signedOut: isOut, open } of stops) {
    const page = await (isOut ? signedOut : signedIn).newPage()
    await page.goto(`${url}${path}`)
    await page.waitForLoadState('networkidle', { timeout: 2_500 }).catch(() => undefined)
    await open?.(page)
    const faults = await seriousFaults(page)
    for (const fault of faults) console.error(`${named} ${path}: ${fault}`)
    found += faults.length
    await page.close()
  }
  await signedIn.close()
  await signedOut.close()
  return found
}
