/**
 * How the authority answers a validate wrongly. They are written by an HTTP server and not to a raw socket, so that whatever
 * client the command has gets exactly one fault, also on a connection that it keeps.
 */
import type { ServerResponse } from 'node:http'
import type { Fault } from './kinds'

/** What an allow looks like: what a careless reader makes of it is what is tried. */
const ALLOW = JSON.stringify({ allowed: true, code: 'ALLOW', status: 'ok', reason: 'The device is active.' })

export type FaultContext = {
  /** Where a redirect leads: a server that allows everything. */
  decoyUrl: string
  /** How long a whole answer takes that comes byte by byte. */
  dripMs: number
}

export type FaultReply = (res: ServerResponse, context: FaultContext) => void

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  res.end(body)
}

const json = (body: unknown, status = 200): FaultReply => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return (res) => send(res, status, 'application/json', text)
}

const DRIP_EVERY_MS = 15

/** Every byte comes within any idle timeout; the whole only after any deadline that a guard should have. */
const drip: FaultReply = (res, { dripMs }) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': ALLOW.length })
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    // By the clock and not by the count: on a busy machine it would else take as long as it likes.
    const due = Math.min(ALLOW.length, Math.floor((ALLOW.length * (performance.now() - startedAt)) / dripMs))
    if (due > sent) res.write(ALLOW.slice(sent, due))
    sent = due
    if (sent < ALLOW.length) return
    clearInterval(timer)
    res.end()
  }, DRIP_EVERY_MS)
  res.once('close', () => clearInterval(timer))
}

/** `denied` is the authority's own answer, and a refused connection has none. */
export const FAULT_REPLIES: Record<Exclude<Fault, 'denied' | 'refused'>, FaultReply> = {
  timeout: () => undefined,
  reset: (res) => res.socket?.resetAndDestroy(),
  '500': json({ status: 'error', error: 'internal', message: 'The authority failed to answer this call.' }, 500),
  html: (res) => send(res, 200, 'text/html', '<!doctype html><title>Sign in</title><p>Sign in to go on.'),
  cut: json(ALLOW.slice(0, Math.floor(ALLOW.length / 2))),
  missing: json({ status: 'ok', code: 'ALLOW', reason: 'The device is active.' }),
  string: json({ allowed: 'true', code: 'ALLOW', status: 'ok' }),
  drip,
  redirect: (res, { decoyUrl }) => {
    res.writeHead(302, { location: decoyUrl, 'content-length': 0 })
    res.end()
  },
}

/** What answers at the end of a redirect. */
export const allowAnything: FaultReply = json(ALLOW)
