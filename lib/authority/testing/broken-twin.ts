/**
 * Authorities with one deliberate fault each, made of a real one and a front that spoils it. The tests of the promise must
 * catch them; nothing else uses them.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Fault = 'ack before commit' | 'cached decision'
export type BrokenTwin = { url: string; close: () => Promise<void> }

type Reply = { status: number; text: string }

const LATE_MS = 40

async function readText(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req.setEncoding('utf8')) text += chunk
  return text
}

/** Starts a front before a real authority that acknowledges changes early, or answers validates from a cache. */
export async function startBrokenTwin(realUrl: string, fault: Fault): Promise<BrokenTwin> {
  const cache = new Map<string, Reply & { until: number }>()
  const forward = async (req: IncomingMessage, body: string): Promise<Reply> => {
    const headers = { 'x-org-key': String(req.headers['x-org-key']), 'content-type': 'application/json' }
    const sent = req.method === 'POST' ? body : undefined
    const reply = await fetch(realUrl + req.url, { method: req.method, headers, body: sent })
    return { status: reply.status, text: await reply.text() }
  }
  const answer = async (req: IncomingMessage, body: string): Promise<Reply> => {
    const key = `${req.headers['x-org-key']} ${body}`
    if (fault === 'cached decision' && req.url?.endsWith('/validate')) {
      const known = cache.get(key)
      if (known && known.until > performance.now()) return known
      const reply = await forward(req, body)
      cache.set(key, { ...reply, until: performance.now() + LATE_MS })
      return reply
    }
    if (fault === 'ack before commit' && /\/(revoke|disable)$/.test(req.url ?? '')) {
      void sleep(LATE_MS).then(() => forward(req, body).catch(() => undefined))
      return { status: 200, text: '{"status":"ok","changed":true,"revision":0}' }
    }
    return forward(req, body)
  }
  const server = createServer((req, res) => {
    readText(req)
      .then((body) => answer(req, body))
      .then(({ status, text }) => res.writeHead(status, { 'content-type': 'application/json' }).end(text))
      .catch(() => res.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await sleep(2 * LATE_MS)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
