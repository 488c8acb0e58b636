/** The real authority's handler as the transport of a client: no socket, and each call as late as the world says. */
import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Dispatcher } from 'undici'
import { createAuthority } from '@/lib/authority/create-authority'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'

export const BASE_URL = 'http://authority.test'
const ORG_KEY = new Secret('org_in_process_0123456789abcdefghij')
const AGENT_KEY = 'org_agent_in_process_0123456789abcdef'

export type UpstreamAct = { path: string; body: Record<string, unknown> }

/** Called with every POST as it leaves the console; the function it returns gets the reply as the authority made it. */
export type Witness = (act: UpstreamAct) => ((reply: Record<string, unknown>) => void) | undefined

type Options = {
  now: () => number
  /** Passes some turns of the loop: before the authority sees a call, and before the console sees its reply. */
  lag: () => Promise<void>
  /** Paths that this authority does not have. */
  isMissing: (path: string) => boolean
  witness: Witness
}

export function createInProcessAuthority({ now, lag, isMissing, witness }: Options) {
  const keys = { orgKey: ORG_KEY.reveal(), agentKey: AGENT_KEY }
  const { handler, close } = createAuthority({ dataDir: ':memory:', deviceLimit: 10_000, ...keys, now })

  const call = (method: string, path: string, headers: Record<string, string>, body: string) =>
    new Promise<Answer>((resolve) => {
      const reply = new Reply(resolve)
      if (isMissing(path)) reply.writeHead(404, []).end('{"status":"error","error":"not_found"}')
      else handler(requestOf(method, path, headers, body), reply as unknown as ServerResponse)
    })

  async function answer(options: Dispatcher.DispatchOptions): Promise<Answer> {
    const { method, path, body } = options
    const text = typeof body === 'string' ? body : ''
    const heard = method === 'POST' ? witness({ path, body: JSON.parse(text || '{}') }) : undefined
    await lag()
    const reply = await call(method, path, options.headers as Record<string, string>, text)
    heard?.(JSON.parse(reply.body))
    await lag()
    return reply
  }

  const dispatcher = new HandlerDispatcher(answer)
  return {
    /** A client of its own for each console. */
    client: () => createMachineIdClient({ baseUrl: BASE_URL, orgKey: ORG_KEY, dispatcher, stopDispatcher: dispatcher }),
    orgKey: ORG_KEY,
    /** One call of an agent, at once. */
    agent: async (path: 'register' | 'validate', deviceId: string): Promise<void> => {
      const headers = { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' }
      await call('POST', `/api/v1/devices/${path}`, headers, JSON.stringify({ deviceId }))
    },
    close,
  }
}

type Answer = { status: number; headers: readonly string[]; body: string }

class HandlerDispatcher extends Dispatcher {
  constructor(private readonly answer: (options: Dispatcher.DispatchOptions) => Promise<Answer>) {
    super()
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    let isGivenUp = false
    handler.onConnect?.((error) => {
      isGivenUp = true
      handler.onError?.(error ?? new Error('given up'))
    })
    void this.answer(options).then(({ status, headers, body }) => {
      if (isGivenUp) return
      handler.onHeaders?.(
        status,
        headers.map((text) => Buffer.from(text)),
        () => undefined,
        '',
      )
      handler.onData?.(Buffer.from(body))
      handler.onComplete?.([])
    })
    return true
  }

  override close(): Promise<void>
  override close(callback?: () => void): void
  override close(callback?: () => void): Promise<void> | void {
    return callback ? callback() : Promise.resolve()
  }

  override destroy(): Promise<void> {
    return Promise.resolve()
  }
}

/** As much of a request as the authority reads. */
function requestOf(method: string, url: string, headers: Record<string, string>, body: string): IncomingMessage {
  const request = Object.assign(new EventEmitter(), { method, url, headers, socket: { remoteAddress: '127.0.0.1' } })
  queueMicrotask(() => {
    if (body) request.emit('data', Buffer.from(body))
    request.emit('end')
  })
  return request as unknown as IncomingMessage
}

/** As much of a response as the authority writes. */
class Reply extends EventEmitter {
  /** Of the request that it answers, as much as the authority asks for: it is read to its end. */
  readonly req = { complete: true }
  headersSent = false
  destroyed = false
  shouldKeepAlive = true
  statusCode = 0
  #headers: readonly string[] = []
  #body = ''

  constructor(private readonly done: (answer: Answer) => void) {
    super()
  }

  writeHead(status: number, headers: readonly string[]): this {
    this.headersSent = true
    this.statusCode = status
    this.#headers = headers
    return this
  }

  write(bytes: Uint8Array, taken: (error?: Error | null) => void): boolean {
    this.#body += Buffer.from(bytes).toString()
    queueMicrotask(taken)
    return true
  }

  end(text = ''): void {
    this.#body += text
    this.done({ status: this.statusCode, headers: this.#headers, body: this.#body })
  }

  destroy(): void {
    this.destroyed = true
  }
}
