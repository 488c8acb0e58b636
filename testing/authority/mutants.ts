/**
 * Authorities with one deliberate fault each, made of a real one and a front that spoils it. The tests of the promise must
 * catch them; nothing else uses them.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ADMIN_KEY } from './test-keys'

export type Fault = 'ack before commit' | 'cached decision' | 'org key for admin key' | 'any key for a device'
export type BrokenTwin = { url: string; close: () => Promise<void> }

type Reply = { status: number; text: string }

/** A stop takes effect only after so many more requests: more than are under way when it is acknowledged. */
const LATE_REQUESTS = 24

async function readText(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req.setEncoding('utf8')) text += chunk
  return text
}

/**
 * Starts a front before a real authority that acknowledges changes early, answers validates from a cache, lets an org key in
 * where only the admin key (`ADMIN_KEY`) may, or validates a device under any key as under its own.
 */
export async function startBrokenTwin(realUrl: string, fault: Fault): Promise<BrokenTwin> {
  const cache = new Map<string, Reply>()
  const late = new Set<Promise<unknown>>()
  let stale = 0
  const deviceKeys = new Map<string, string>()
  let waiting: { left: number; send: () => Promise<unknown> }[] = []

  /** One more request came: a stop that has waited for enough of them goes out. */
  const countDown = () => {
    for (const each of waiting) each.left -= 1
    for (const { send } of waiting.filter(({ left }) => left === 0)) {
      const sending = send().catch(() => undefined)
      late.add(sending)
      void sending.then(() => late.delete(sending))
    }
    waiting = waiting.filter(({ left }) => left > 0)
  }
  const forward = async (req: IncomingMessage, body: string): Promise<Reply> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    for (const name of ['x-org-key', 'x-admin-key']) if (req.headers[name]) headers[name] = String(req.headers[name])
    if (fault === 'org key for admin key' && (await isOrgKey(headers))) headers['x-admin-key'] = ADMIN_KEY
    if (fault === 'any key for a device' && req.url?.endsWith('/validate')) {
      const { deviceId } = JSON.parse(body) as { deviceId: string }
      headers['x-org-key'] = deviceKeys.get(deviceId) ?? (headers['x-org-key'] as string)
    }
    const sent = req.method === 'POST' ? body : undefined
    const reply = await fetch(realUrl + req.url, { method: req.method, headers, body: sent })
    const text = await reply.text()
    const { deviceKey, deviceId } = JSON.parse(text) as { deviceKey?: string; deviceId: string }
    if (deviceKey) deviceKeys.set(deviceId, deviceKey)
    return { status: reply.status, text }
  }
  const isOrgKey = async (headers: Record<string, string>) =>
    (await fetch(`${realUrl}/api/v1/org/status`, { headers })).status === 200
  const answer = async (req: IncomingMessage, body: string): Promise<Reply> => {
    const key = `${req.headers['x-org-key']} ${body}`
    const isStop = /\/(revoke|disable)$/.test(req.url ?? '')
    const isNewOrg = req.method === 'POST' && req.url?.endsWith('/admin/orgs')
    const isValidate = req.url?.endsWith('/validate')
    countDown()
    if (fault === 'ack before commit' && (isStop || isNewOrg)) {
      waiting.push({ left: LATE_REQUESTS, send: () => forward(req, body) })
      return { status: 200, text: '{"status":"ok","changed":true,"revision":0}' }
    }
    if (fault === 'cached decision' && isStop) stale = LATE_REQUESTS
    const known = isValidate && stale > 0 ? cache.get(key) : undefined
    if (known) {
      stale -= 1
      return known
    }
    const reply = await forward(req, body)
    if (fault === 'cached decision' && isValidate && stale === 0) cache.set(key, reply)
    return reply
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
      await Promise.all(late)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
