/**
 * A flood of bad sign-ins from many addresses, through a trusted proxy's header: a given number each second, whatever
 * becomes of those before. Each address has a form of its own, as a program that guesses would have.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'

export type FloodReport = { sent: number; answered: number; seconds: number; byAnswer: Record<string, number> }
export type Flood = {
  /** Ends it, waits for the open answers, and reports what became of it; a second call reports the same. */
  stop: () => Promise<FloodReport>
}

const CONNECTIONS = 64
const TICK_MS = 20

type Form = { csrfToken: string; cookie: string }

async function formFor(url: string, address: string): Promise<Form> {
  const page = await fetch(`${url}/sign-in`, { headers: { 'x-forwarded-for': address } })
  const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookie = page.headers.getSetCookie().map((line) => line.split(';')[0])
  return { csrfToken, cookie: cookie.join('; ') }
}

/** @param addresses as the proxy writes them. @param email whose account is guessed at. */
export async function startFlood(
  url: string,
  { addresses, email, perSecond }: { addresses: readonly string[]; email: string; perSecond: number },
): Promise<Flood> {
  const forms = await Promise.all(addresses.map((address) => formFor(url, address)))
  const pool = new Pool(url, { connections: CONNECTIONS })
  const ending = new AbortController()
  const open = new Set<Promise<void>>()
  const byAnswer: Record<string, number> = {}
  let sent = 0
  let answered = 0

  async function guess(at: number): Promise<void> {
    const { csrfToken, cookie } = forms[at] as Form
    const reply = await pool.request({
      method: 'POST',
      path: '/api/auth/callback/credentials',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: url,
        cookie,
        'x-forwarded-for': addresses[at] as string,
      },
      body: new URLSearchParams({ csrfToken, callbackUrl: '/', email, password: `guess-${sent}` }).toString(),
    })
    await reply.body.dump()
    answered += 1
    const error = /[?&]error=([A-Za-z]+)/.exec(String(reply.headers.location ?? ''))?.[1]
    const answer = `${reply.statusCode} ${error ?? 'signed in'}`
    byAnswer[answer] = (byAnswer[answer] ?? 0) + 1
  }

  const startedAt = performance.now()
  const sending = (async () => {
    while (!ending.signal.aborted) {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond)
      for (; sent < due; sent += 1) {
        const one = guess(sent % addresses.length).catch((error: unknown) => {
          const answer = (error as { code?: string }).code ?? String(error)
          byAnswer[answer] = (byAnswer[answer] ?? 0) + 1
        })
        open.add(one)
        void one.finally(() => open.delete(one))
      }
      await delay(TICK_MS, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  })()
  async function end(): Promise<FloodReport> {
    const seconds = (performance.now() - startedAt) / 1_000
    const report = { sent, answered, seconds, byAnswer: { ...byAnswer } }
    ending.abort()
    await sending
    await Promise.all(open)
    await pool.close()
    return report
  }
  let ended: Promise<FloodReport> | undefined
  return {
    stop() {
      ended ??= end()
      return ended
    },
  }
}
