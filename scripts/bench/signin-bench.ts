/**
 * How long the owner of an account takes to sign in, and to press stop, while 10,000 bad sign-ins a minute come at that account
 * from the owner's own address and 60 others, IPv6 among them. The slowest of all counts.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Figure } from './authority-bench'
import { openSession } from './console-session'
import { startFlood } from './signin-flood'
import { ADMIN, freePort, withStage } from './stage'
import { enableAgain } from './stop-acts'
import { plainPage, postStop, stopFields } from './stop-form-press'

const LIMIT_S = 1
const PER_MINUTE = 10_000
/** The flood asks for a little more, so that what is answered in the end is no less. */
const PER_SECOND = (PER_MINUTE / 60) * 1.03
const FLOOD_S = 60
const EVERY_MS = 4_000

const OWN = '203.0.113.7'
const OTHERS = [
  ...Array.from({ length: 30 }, (_, at) => `198.51.100.${at + 1}`),
  // Each in a network of its own, and two forms in which proxies write them.
  ...Array.from({ length: 15 }, (_, at) => `2001:db8:${at + 1}::1`),
  ...Array.from({ length: 15 }, (_, at) => `[2001:db8:f${at.toString(16)}::1]:4711`),
]

type Browser = { address: string; cookies: Map<string, string> }

/** Seconds from asking for the form until there is a session, as a browser without script does it. */
async function signIn(url: string, browser: Browser): Promise<number> {
  const startedAt = performance.now()
  const ask = async (path: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: url, 'x-forwarded-for': browser.address }
    const reply = await fetch(`${url}${path}`, { method: body ? 'POST' : 'GET', redirect: 'manual', headers, body })
    for (const line of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] as string).split(/=(.*)/s)
      browser.cookies.set(name, value)
    }
    return reply
  }
  const page = await (await ask('/sign-in')).text()
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const reply = await ask(
    '/api/auth/callback/credentials',
    new URLSearchParams({ csrfToken, callbackUrl: '/', ...ADMIN }),
  )
  await reply.arrayBuffer()
  const seconds = (performance.now() - startedAt) / 1_000
  if (![...browser.cookies.keys()].some((name) => /^machineid-session(-\d+)?$/.test(name)))
    throw new Error(`a sign-in was answered with ${reply.status} ${reply.headers.get('location')}`)
  return rounded(seconds)
}

async function press(url: string, cookie: string): Promise<number> {
  const fields = stopFields(await plainPage(url, '/stop', cookie))
  const { status, html, ms } = await postStop(url, cookie, fields)
  if (!/>Accepted \d\d:\d\d:\d\d/.test(html)) throw new Error(`a press was answered with ${status}: ${html}`)
  return rounded(ms / 1_000)
}

const rounded = (seconds: number) => Math.round(seconds * 1_000) / 1_000

/** `signin.flood.owner.s`. @throws when the flood did not reach its rate. */
export async function signInFlood(): Promise<Figure[]> {
  return withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url } = await stage.console(`http://127.0.0.1:${port}`, { TRUSTED_PROXIES: '127.0.0.1' })
    const session = await openSession(url)
    const known: Browser = { address: OWN, cookies: new Map() }
    await signIn(url, known)
    const seen: Record<'known browser' | 'new phone' | 'press', number[]> = {
      'known browser': [],
      'new phone': [],
      press: [],
    }
    const flood = await startFlood(url, { addresses: [OWN, ...OTHERS], email: ADMIN.email, perSecond: PER_SECOND })
    const until = performance.now() + FLOOD_S * 1_000
    try {
      while (performance.now() < until) {
        const roundAt = performance.now()
        const browser = new Map([...known.cookies].filter(([name]) => !name.startsWith('machineid-session')))
        seen['known browser'].push(await signIn(url, { address: OWN, cookies: browser }))
        seen['new phone'].push(await signIn(url, { address: OWN, cookies: new Map() }))
        seen.press.push(await press(url, session.cookie))
        await enableAgain(session)
        await delay(Math.max(0, EVERY_MS - (performance.now() - roundAt)))
      }
    } finally {
      await flood.stop()
      await session.close()
    }
    const { answered, seconds, byAnswer } = await flood.stop()
    const perMinute = Math.round((answered / seconds) * 60)
    console.error(JSON.stringify({ answered, perMinute, byAnswer, seconds: seen }))
    if (perMinute < PER_MINUTE) throw new Error(`the flood reached ${perMinute} a minute, not ${PER_MINUTE}`)
    const value = Math.round(Math.max(...Object.values(seen).flat()) * 100) / 100
    return [{ name: 'signin.flood.owner.s', value, unit: 's', limit: LIMIT_S, ok: value <= LIMIT_S }]
  })
}
