/**
 * One HTTP call to an authority. It keeps four promises: a redirect is never followed (the org key would go with it); a
 * call ends by its deadline, whatever trickles in; no reply is held beyond its byte cap; only reads are ever sent twice.
 * Stop calls have connections of their own, so that nothing else can starve them.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, type Dispatcher, request } from 'undici'
import { UpstreamError } from '@/lib/domain/errors'
import type { Secret } from '@/lib/domain/secret'
import type { CallOptions } from './client'
import { connectionFault } from './connection-fault'
import { type BodySink, readBody, wholeBody } from './read-body'
import { createRetryBudget } from './retry-budget'
import { retryAfterMs } from './upstream-text'

const CALL_TIMEOUT_MS = 5_000
const STOP_CALL_TIMEOUT_MS = 3_000
const REPLY_BYTES_MAX = 1024 * 1024
export const LIST_BYTES_MAX = 256 * 1024 * 1024

/** `keyHeader`: where the key goes that is no org key. */
export type TransportOptions = {
  baseUrl: string
  orgKey: Secret
  keyHeader?: string
  dispatcher?: Dispatcher
  stopDispatcher?: Dispatcher
}

/**
 * `path` from the root of the authority, query included. `body`: JSON text, or what becomes it. `stop`: the stop lane
 * unless the caller sets another. `sink`: takes the body of a success as it arrives, at most `bytesMax` of it; made anew
 * for each try.
 */
export type UpstreamCall = {
  method: 'GET' | 'POST'
  path: string
  body?: Record<string, unknown> | string
  headers?: Record<string, string>
  bytesMax?: number
  sink?: () => BodySink
  stop?: boolean
}

/** `receivedAt`: console's clock at the head of the reply. `body`: whole, or what the sink left of it. */
export type UpstreamReply = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  receivedAt: number
}

export type Transport = {
  /** Host and port, as a subject of sentences. */
  readonly authority: string
  /** The reply whatever its status but 5xx and 429 that were worth one more try; rejects with UpstreamError. */
  send(call: UpstreamCall, options?: CallOptions): Promise<UpstreamReply>
  /** Takes no further call, and resolves when those that are under way have ended. */
  drain(): Promise<void>
  /** The same at once: calls that are under way are cut. */
  close(): Promise<void>
}

type Lane = NonNullable<CallOptions['lane']>

/** Stop calls never wait for a connection. */
const CONNECTIONS: Record<Lane, number | null> = { normal: 32, stop: null }

const newPool = (connections: number | null) =>
  new Agent({ connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: CALL_TIMEOUT_MS } })

export function createTransport(options: TransportOptions): Transport {
  const base = new URL(options.baseUrl)
  if (!/^https?:$/.test(base.protocol) || base.username || base.password)
    throw new TypeError('The base URL must be http(s) without credentials.')
  const owned = new Set<Agent>()
  const own = (lane: Lane) => {
    const pool = newPool(CONNECTIONS[lane])
    owned.add(pool)
    return pool
  }
  const lanes: Record<Lane, Dispatcher> = {
    normal: options.dispatcher ?? own('normal'),
    stop: options.stopDispatcher ?? own('stop'),
  }

  /** If an authority falls silent, its connections may be dead unnoticed: the next call goes over new ones. */
  function leaveBehind(lane: Lane, silent: Dispatcher): void {
    if (lanes[lane] !== silent || !owned.has(silent as Agent)) return
    lanes[lane] = own(lane)
    void silent
      .close()
      .catch(() => undefined)
      .finally(() => owned.delete(silent as Agent))
  }
  const authority = base.host
  const retries = createRetryBudget()

  async function attempt(call: UpstreamCall, dispatcher: Dispatcher, signal: AbortSignal): Promise<UpstreamReply> {
    const { statusCode, headers, body } = await request(base.origin + base.pathname.replace(/\/+$/, '') + call.path, {
      method: call.method,
      dispatcher,
      signal,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip, br',
        [options.keyHeader ?? 'x-org-key']: options.orgKey.reveal(),
        ...(call.body && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      body: typeof call.body === 'object' ? JSON.stringify(call.body) : call.body,
    })
    const receivedAt = Date.now()
    const encoding = [headers['content-encoding']].flat().join()
    const isSuccess = statusCode >= 200 && statusCode < 300
    const sink = isSuccess && call.sink ? call.sink() : wholeBody()
    // A list is long because of its devices; a refusal has none.
    const bytesMax = isSuccess && call.bytesMax ? call.bytesMax : REPLY_BYTES_MAX
    return {
      status: statusCode,
      headers,
      receivedAt,
      body: await readBody(body, encoding, bytesMax, authority, sink),
    }
  }

  async function send(
    call: UpstreamCall,
    { signal, lane = call.stop ? 'stop' : 'normal', timeoutMs, retries: wanted }: CallOptions = {},
  ): Promise<UpstreamReply> {
    const limitMs = timeoutMs ?? (lane === 'stop' ? STOP_CALL_TIMEOUT_MS : CALL_TIMEOUT_MS)
    const endsAt = performance.now() + limitMs
    const deadline = AbortSignal.timeout(limitMs)
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline
    let again = call.method === 'GET' && lane === 'normal' ? (wanted ?? 1) : 0
    retries.earn()
    for (;;) {
      const dispatcher = lanes[lane]
      try {
        const reply = await attempt(call, dispatcher, either)
        const waitMs = waitFor(reply)
        if (waitMs === null || again-- <= 0 || performance.now() + waitMs >= endsAt || !retries.spend()) return reply
        await delay(waitMs, undefined, { signal: either })
      } catch (error) {
        if (deadline.aborted) {
          leaveBehind(lane, dispatcher)
          throw new UpstreamError('upstream-timeout', `${authority} did not answer within ${limitMs / 1000} s.`, {
            cause: error,
          })
        }
        if (signal?.aborted)
          throw new UpstreamError('upstream-unavailable', `The call to ${authority} was given up.`, { cause: error })
        const fault = connectionFault(error, authority)
        const waitMs = jitterMs()
        if (
          fault.code !== 'upstream-unavailable' ||
          again-- <= 0 ||
          performance.now() + waitMs >= endsAt ||
          !retries.spend()
        )
          throw fault
        await delay(waitMs, undefined, { signal: either }).catch(() => undefined)
      }
    }
  }

  return {
    authority,
    send,
    drain: async () => void (await Promise.all([...owned].map((pool) => pool.close()))),
    close: async () => void (await Promise.all([...owned].map((pool) => pool.destroy()))),
  }
}

const jitterMs = () => 50 + Math.random() * 150

/** How long to wait before a read is tried again; null when it is not worth it. */
function waitFor({ status, headers }: UpstreamReply): number | null {
  if (status !== 429 && status < 500) return null
  if (status === 501) return null
  return retryAfterMs([headers['retry-after']].flat()[0], Date.now()) ?? jitterMs()
}
