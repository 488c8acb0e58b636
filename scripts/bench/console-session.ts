import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import type { DevicesPage } from '@/lib/domain/wire/devices'
import { ADMIN } from './stage'

export type ConsoleSession = {
  /** `name=value`, as a browser sends it. */
  cookie: string
  get: <Answer>(path: string) => Promise<Answer>
  post: <Answer>(path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Milliseconds until the last byte of an answer that may be compressed, as a browser asks for it. */
  time: (path: string) => Promise<number>
  close: () => Promise<void>
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Signs in as a browser without script does: the form's token and cookie, then e-mail and password. */
async function signIn(url: string, who: typeof ADMIN): Promise<string> {
  const page = await fetch(`${url}/sign-in`)
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const reply = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...FORM, origin: url, cookie: cookies.join('; ') },
    body: new URLSearchParams({ csrfToken, callbackUrl: '/', ...who }),
  })
  const session = reply.headers.getSetCookie().find((cookie) => /^machineid-session(-\d+)?=/.test(cookie))
  if (!session) throw new Error(`sign-in was answered with ${reply.status} and no session`)
  return session.split(';')[0] as string
}

export async function openSession(url: string, who = ADMIN): Promise<ConsoleSession> {
  const cookie = await signIn(url, who)
  const pool = new Pool(url, { connections: 1 })
  const ask = async <Answer>(method: 'GET' | 'POST', path: string, headers: object, body?: string): Promise<Answer> => {
    const reply = await pool.request({ method, path, headers: { cookie, ...headers }, body })
    const text = await reply.body.text()
    if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.statusCode} ${text.slice(0, 300)}`)
    return JSON.parse(text)
  }
  return {
    cookie,
    get: (path) => ask('GET', path, {}),
    post: (path, body, headers) =>
      ask('POST', path, { 'content-type': 'application/json', origin: url, ...headers }, JSON.stringify(body)),
    time: async (path) => {
      const startedAt = performance.now()
      const reply = await pool.request({ method: 'GET', path, headers: { cookie, 'accept-encoding': 'gzip, br' } })
      await reply.body.arrayBuffer()
      const ms = performance.now() - startedAt
      if (reply.statusCode !== 200) throw new Error(`GET ${path}: ${reply.statusCode}`)
      return ms
    },
    close: () => pool.close(),
  }
}

/** Waits until the console shows `total` devices for a selector in a fresh reading; the answer with them. */
export async function untilShown(session: ConsoleSession, selector: string, total: number): Promise<DevicesPage> {
  const until = performance.now() + 60_000
  for (;;) {
    const page = await session.get<DevicesPage>(`/api/orgs/main/devices?q=${encodeURIComponent(selector)}`)
    if (page.total === total && page.reading.status === 'fresh') return page
    if (performance.now() > until) throw new Error(`"${selector}" shows ${page.total} devices, not ${total}`)
    await delay(100)
  }
}

/**
 * As `untilShown`, in a reading that began after this call: the one under way when it was called may show an earlier state, so
 * the second new one is waited for.
 */
export async function untilReadAnew(session: ConsoleSession, selector: string, total: number): Promise<DevicesPage> {
  let { reading } = await session.get<DevicesPage>('/api/orgs/main/devices')
  const until = performance.now() + 60_000
  for (let readings = 0; readings < 2 && performance.now() < until; ) {
    const page = await session.get<DevicesPage>('/api/orgs/main/devices')
    if (page.reading.readAt === reading.readAt) await delay(100)
    else readings += 1
    reading = page.reading
  }
  return untilShown(session, selector, total)
}
