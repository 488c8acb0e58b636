/** How long a press takes until the page says *accepted*, while a fleet validates and people load pages of the console. */
import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { freePort, withStage } from './stage'
import { enableAgain } from './stop-acts'
import { plainPage, postStop, stopFields } from './stop-form-press'

const AGENTS = 1_000
const AGENTS_EVERY = '2s'
const PEOPLE = 20
const PEOPLE_EVERY_MS = 3_000
const PAGES = ['/main', '/main/devices', '/main/operations', '/main/usage', '/main/activity']
const PRESSES = 120
const WARM_UP_MS = 6_000
const LIMIT_MS = 1_000

/** One person after another through the console's pages, each at a moment of their own. Ends with the signal. */
async function browse(
  pool: Pool,
  cookie: string,
  person: number,
  loaded: number[],
  signal: AbortSignal,
): Promise<void> {
  const headers = { cookie, accept: 'text/html', 'accept-encoding': 'gzip' }
  await delay((person * PEOPLE_EVERY_MS) / PEOPLE, undefined, { signal }).catch(() => undefined)
  for (let turn = person; !signal.aborted; turn += 1) {
    const startedAt = performance.now()
    const path = PAGES[turn % PAGES.length] as string
    const reply = await pool.request({ method: 'GET', path, headers })
    await reply.body.arrayBuffer()
    if (reply.statusCode !== 200) throw new Error(`GET ${path}: ${reply.statusCode}`)
    const tookMs = performance.now() - startedAt
    loaded.push(tookMs)
    await delay(Math.max(0, PEOPLE_EVERY_MS - tookMs), undefined, { signal }).catch(() => undefined)
  }
}

/** Milliseconds until the last byte of a page that says accepted. */
async function press(url: string, cookie: string): Promise<number> {
  const fields = stopFields(await plainPage(url, '/stop', cookie))
  await delay(Math.random() * 300)
  const { status, html, ms } = await postStop(url, cookie, fields)
  if (!/>Accepted \d\d:\d\d:\d\d/.test(html)) throw new Error(`a press was answered with ${status}: ${html}`)
  return ms
}

const at = (sorted: number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1] as number

/** `stop.load.p99.ms`, of 120 presses with the org enabled again in between. */
export async function stopLoad(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`)
    const fleet = ['--count', String(AGENTS), '--interval', AGENTS_EVERY, '--ignore-denials', '--json']
    stage.fleet(`http://127.0.0.1:${port}`, fleet)
    const session = await openSession(url)
    await untilShown(session, 'status:active', AGENTS)
    const pool = new Pool(url, { connections: PEOPLE })
    const ending = new AbortController()
    setMaxListeners(PEOPLE + 1, ending.signal)
    const loaded: number[] = []
    const people = Promise.all(
      Array.from({ length: PEOPLE }, (_, person) => browse(pool, session.cookie, person, loaded, ending.signal)),
    )
    people.catch(() => undefined)
    try {
      await delay(WARM_UP_MS)
      const presses: number[] = []
      while (presses.length < PRESSES) {
        presses.push(await Promise.race([press(url, session.cookie), people.then(() => Number.NaN)]))
        await enableAgain(session)
      }
      ending.abort()
      await people
      const sorted = presses.toSorted((a, b) => a - b)
      const p99 = at(sorted, 0.99)
      const pages = loaded.toSorted((a, b) => a - b)
      console.error(
        JSON.stringify({
          presses: { count: sorted.length, p50: at(sorted, 0.5), p90: at(sorted, 0.9), p99, max: sorted.at(-1) },
          pages: { count: pages.length, p50: at(pages, 0.5), p99: at(pages, 0.99) },
        }),
      )
      return [
        {
          name: 'stop.load.p99.ms',
          value: Math.round(p99 * 10) / 10,
          unit: 'ms',
          limit: LIMIT_MS,
          ok: p99 <= LIMIT_MS,
        },
      ]
    } finally {
      ending.abort()
      await people.catch(() => undefined)
      await pool.close()
      await session.close()
    }
  })
}
