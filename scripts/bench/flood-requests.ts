/** Anonymous requests of every shape that strangers send, in turn: to the console, and to the authority beside it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { oddRequests } from '@/testing/http/odd-requests'
import { sendRaw } from '@/testing/http/raw-answers'

export type FloodTarget = { console: number; authority: number }
/** `send` gives the status of the answer; 0: the connection was closed without one. */
export type FloodRequest = { kind: string; send: () => Promise<number> }

const MIB = 1_048_576
const FORM = 'application/x-www-form-urlencoded'
/** As many as a small botnet has. */
const ADDRESSES = 60

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

/** A generator that several workers may draw from. */
export function* floodRequests(target: FloodTarget, count: number): Generator<FloodRequest> {
  const base = `http://127.0.0.1:${target.console}`
  const authority = `http://127.0.0.1:${target.authority}`
  const ask = async (url: string, init: RequestInit = {}) => {
    const reply = await fetch(url, { redirect: 'manual', ...init }).catch(() => undefined)
    await reply?.arrayBuffer().catch(() => undefined)
    return reply?.status ?? 0
  }
  const post = (path: string, type: string, body: BodyInit, headers: Record<string, string> = {}) =>
    ask(`${base}${path}`, { method: 'POST', headers: { 'content-type': type, ...headers }, body })
  const raw = (port: number, text: string) => async () => statusOf(await sendRaw(port, text))
  const odd = {
    console: oddRequests(`127.0.0.1:${target.console}`),
    authority: oddRequests(`127.0.0.1:${target.authority}`),
  }
  const pick = <Item>(items: readonly Item[], index: number) => items[index % items.length] as Item
  const log = JSON.stringify({ level: 'error', code: 'x', message: 'y'.repeat(MIB - 100) })
  const signIn = signInOf(base)

  const shapes: Record<string, (index: number) => () => Promise<number>> = {
    'log of the auth framework': () => () => post('/api/auth/_log', 'application/json', log),
    'wrong sign-in': (index) => () => signIn(index),
    'odd request to the console': (index) => raw(target.console, pick(odd.console, index).raw),
    'long address that is none': (index) => () =>
      ask(`${base}/${randomUUID()}/${'x'.repeat(index % 12_000)}?q=${'y'.repeat(1_000)}`),
    'page or call without a session': (index) => () =>
      ask(
        `${base}${pick(['/main', '/main/devices?q=', '/api/orgs/main/devices?q=', '/api/orgs', '/api/orgs/main/activity.csv?'], index)}`,
      ),
    'press without a session': (index) => () =>
      post(
        pick(['/stop', '/stop/main', '/stop/main/reason'], index),
        FORM,
        `operation=${randomUUID()}&press=x&reason=${'r'.repeat(30_000)}`,
      ),
    'body that breaks off': (index) =>
      raw(
        target.console,
        `POST ${pick(['/stop', '/api/session/confirm', '/api/orgs/main/operations', '/api/auth/callback/credentials'], index)} HTTP/1.1\r\nHost: 127.0.0.1:${target.console}\r\nContent-Type: ${index % 2 ? FORM : 'application/json'}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\nbroken`,
      ),
    'call with a wrong key': (index) => () =>
      ask(`${authority}/api/v1/devices/${pick(['validate', 'revoke', 'register'], index)}`, {
        method: 'POST',
        headers: { 'x-org-key': `org_${randomBytes(24).toString('hex')}`, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId: 'd'.repeat(index % 5_000) }),
      }),
    'odd request to the authority': (index) => raw(target.authority, pick(odd.authority, index).raw),
    'form and files': (index) => () =>
      ask(
        `${base}${pick(['/sign-in?error=', '/sign-in?to=', '/icons/icon.svg?', '/_next/static/', '/healthz?', '/metrics?'], index)}${randomUUID()}`,
        {
          headers: {
            'x-forwarded-for': `198.51.100.${index % ADDRESSES}`,
            referer: 'r'.repeat(2_000),
            'user-agent': 'u'.repeat(2_000),
          },
        },
      ),
  }
  const entries = Object.entries(shapes)
  for (let index = 0; index < count; index += 1) {
    const [kind, shape] = pick(entries, index)
    yield { kind, send: shape(Math.floor(index / entries.length)) }
  }
}

/** A sign-in with a valid form and a wrong password, each for another account, from one of many addresses. */
function signInOf(base: string): (index: number) => Promise<number> {
  let form: Promise<{ csrfToken: string; cookie: string }> | undefined
  const open = async () => {
    const page = await fetch(`${base}/sign-in`)
    const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    const cookie = page.headers
      .getSetCookie()
      .map((value) => value.split(';')[0])
      .join('; ')
    return { csrfToken, cookie }
  }
  return async (index) => {
    form ??= open()
    const { csrfToken, cookie } = await form
    const email = `${randomBytes(30 + (index % 100)).toString('hex')}@example.org`
    const reply = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': FORM, origin: base, cookie, 'x-forwarded-for': `198.51.100.${index % ADDRESSES}` },
      body: new URLSearchParams({ csrfToken, callbackUrl: '/', email, password: randomUUID() }),
    }).catch(() => undefined)
    await reply?.arrayBuffer().catch(() => undefined)
    if (reply?.status === 303 && !reply.headers.get('location')?.includes('error='))
      throw new Error(`a wrong sign-in leads to ${reply.headers.get('location')}`)
    return reply?.status ?? 0
  }
}
