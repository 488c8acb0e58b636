/** Sends requests as bytes, so that nothing between tidies them up, and looks for protected bytes in whatever comes back. */
import { connect } from 'node:net'
import type { BypassRequest } from './bypass-requests'

const BYTES_MAX = 262_144
/** A stream has said by then what it would say; an answer that is not there by then is none. */
const WAIT_MS = 4_000
const AT_ONCE = 12

export type Reply = { status: number; contentType: string; text: string }

/** One request on a connection of its own. Status 0: closed without an answer. */
export function send(port: number, request: BypassRequest, cookie?: string): Promise<Reply> {
  const { method, target, body = '' } = request
  const given = cookie === undefined ? request.headers : [...request.headers, ['cookie', cookie]]
  const has = (name: string) => given.some(([key]) => key === name)
  const headers = [
    ...(has('host') ? [] : [['host', `127.0.0.1:${port}`]]),
    ...given,
    ...(body === '' ? [] : [['content-length', String(Buffer.byteLength(body))]]),
    ['connection', 'close'],
  ]
  const head = `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let bytes = Buffer.alloc(0)
    const end = () => {
      socket.destroy()
      resolve(readReply(bytes))
    }
    socket.setTimeout(WAIT_MS, end)
    socket.on('connect', () => socket.write(head + body))
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length > BYTES_MAX || isOpenStream(bytes)) end()
    })
    socket.on('error', end)
    socket.on('close', end)
  })
}

/** A stream of events does not end by itself: its first event is enough. */
const isOpenStream = (bytes: Buffer): boolean => {
  const text = bytes.toString('latin1')
  return /content-type: text\/event-stream/i.test(text) && text.includes('data:')
}

function readReply(bytes: Buffer): Reply {
  const text = bytes.toString('utf8')
  return {
    status: Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0),
    contentType: /^content-type: *(.*)$/im.exec(text)?.[1]?.trim() ?? '',
    text,
  }
}

export type Tried = {
  requests: number
  /** Answers with a protected byte. */
  hits: string[]
  /** Answers 5xx without a request id by which the fault is found. */
  bare: string[]
}

/** @param cookies of people who may see nothing of the org; undefined: no person. */
export async function tryBypass(
  port: number,
  requests: readonly BypassRequest[],
  cookies: readonly (readonly [name: string, cookie: string | undefined])[],
  canaries: readonly string[],
): Promise<Tried> {
  const all = cookies.flatMap(([name, cookie]) => requests.map((request) => ({ name, cookie, request })))
  const tried: Tried = { requests: all.length, hits: [], bare: [] }
  const queue = all.values()
  const work = async () => {
    for (const { name, cookie, request } of queue) {
      const { status, contentType, text } = await send(port, request, cookie)
      const words = `${name}: ${request.method} ${request.target.slice(0, 120)} ${request.headers.map(([key]) => key).join(' ')}: ${status}`
      // What was sent may be repeated in an error: only what was not sent is a hit.
      if (canaries.some((canary) => text.includes(canary) && !request.target.includes(canary))) tried.hits.push(words)
      if (status >= 500 && !/problem\+json/.test(contentType) && !/x-request-id:/i.test(text)) tried.bare.push(words)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return tried
}
