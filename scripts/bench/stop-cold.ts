/** From a cold phone to a stop in force: as a person presses it, against the two page loads that it cannot do without. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession, untilShown } from './console-session'
import { ADMIN, freePort, withStage } from './stage'
import { enableAgain, untilNotStopped } from './stop-acts'
import { type ColdPhone, launchPhoneBrowser, openColdPhone } from './stop-phone'

const AGENTS = 25
const PAIRS = 9
const SIGNED_OUT_RUNS = 5
const PAGE_BYTES = 5_000
const COLD_LIMIT_S = 1.5
const SIGNED_OUT_LIMIT_S = 6
const FLOOR_LIMIT = 1.4
const FLOW_LIMIT_KB = 20

/** Both taps, each as soon as there is something to tap; seconds from entering the address until *accepted* was painted. */
async function tapStop(phone: ColdPhone): Promise<number> {
  await phone.tap('button[popovertarget="confirm-main"]')
  await phone.tap('#confirm-main:popover-open button[type="submit"]')
  const seconds = await phone.painted()
  const headline = (await phone.page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  const accepted = await phone.page.getByText(/^Accepted \d\d:\d\d:\d\d/).count()
  if (!/^(Stop in force|All \d+ denied)$/.test(headline) || accepted === 0)
    throw new Error(`the page after the second tap does not say that the stop was accepted, but "${headline}"`)
  return seconds
}

async function pressCold(phone: ColdPhone, url: string): Promise<number> {
  await phone.enter(`${url}/stop`)
  await phone.painted()
  return tapStop(phone)
}

async function pressSignedOut(phone: ColdPhone, url: string): Promise<number> {
  await phone.enter(`${url}/stop`)
  await phone.painted()
  await phone.type('input[type="email"]', ADMIN.email)
  await phone.type('input[type="password"]', ADMIN.password)
  await phone.tap('form button[type="submit"]')
  await phone.painted()
  return tapStop(phone)
}

/** The same person on the same connection, and nothing to do but to load one small page after the other. */
async function loadTwo(phone: ColdPhone, url: string): Promise<number> {
  await phone.enter(`${url}/1`)
  await phone.painted()
  await phone.page.goto(`${url}/2`, { waitUntil: 'commit' })
  return phone.painted()
}

/** Goes on until the answer has moved to the address of its own, as the page does by itself. */
async function flowOf(browser: Browser, url: string, session: ConsoleSession) {
  const phone = await openColdPhone(browser, url, session.cookie)
  try {
    await pressCold(phone, url)
    await phone.page.waitForURL(/\?op=/)
    await phone.painted()
    await delay(500)
    return phone.transferred()
  } finally {
    await phone.close()
  }
}

async function withConstantPages<Result>(play: (url: string) => Promise<Result>): Promise<Result> {
  const start = '<!doctype html><meta name="viewport" content="width=device-width"><title>Constant</title><p>'
  const page = start + 'constant '.repeat(PAGE_BYTES).slice(0, PAGE_BYTES - start.length)
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return await play(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
const rounded = (value: number) => Math.round(value * 1_000) / 1_000

function figure(name: string, value: number, unit: string, limit: number): Figure {
  return { name, value: rounded(value), unit, limit, ok: value <= limit }
}

/**
 * `stop.cold.s` and `stop.cold.signedout.s`: medians; `stop.floor.ratio`: median of nine pairs, each a press and two constant
 * pages one after the other; `stop.flow.kB`: everything that one press transfers, without a script.
 */
export async function stopCold(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    stage.fleet(`http://127.0.0.1:${port}`, ['--count', String(AGENTS), '--interval', '2s', '--respawn'])
    const session = await openSession(url)
    await untilShown(session, 'status:active', AGENTS)
    const browser = await launchPhoneBrowser()
    const timed = async (address: string, cookie: string | undefined, run: typeof pressCold): Promise<number> => {
      const phone = await openColdPhone(browser, address, cookie)
      try {
        return await run(phone, address)
      } finally {
        await phone.close()
      }
    }
    const pressed = async (cookie: string | undefined, run: typeof pressCold): Promise<number> => {
      const seconds = await timed(url, cookie, run)
      await enableAgain(session)
      await untilNotStopped(session)
      return seconds
    }
    try {
      return await withConstantPages(async (constant) => {
        const floors: number[] = []
        const colds: number[] = []
        for (let pair = 0; pair < PAIRS; pair += 1) {
          floors.push(await timed(constant, undefined, loadTwo))
          colds.push(await pressed(session.cookie, pressCold))
        }
        const signedOut: number[] = []
        for (let run = 0; run < SIGNED_OUT_RUNS; run += 1) signedOut.push(await pressed(undefined, pressSignedOut))
        const { bytes, scripts } = await flowOf(browser, url, session)
        const ratios = colds.map((cold, pair) => cold / (floors[pair] as number))
        console.error(JSON.stringify({ floors, colds, signedOut, flow: { bytes, scripts } }))
        const flow = figure('stop.flow.kB', bytes / 1_000, 'kB', FLOW_LIMIT_KB)
        return [
          figure('stop.cold.s', median(colds), 's', COLD_LIMIT_S),
          figure('stop.cold.signedout.s', median(signedOut), 's', SIGNED_OUT_LIMIT_S),
          figure('stop.floor.ratio', median(ratios), 'ratio', FLOOR_LIMIT),
          { ...flow, ok: flow.ok && scripts === 0 },
        ]
      })
    } finally {
      await browser.close()
      await session.close()
    }
  })
}
