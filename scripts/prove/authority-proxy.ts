/** Between the command and the throwaway authority: everything passes but the validates that are answered with a fault. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { passOn } from '@/testing/faults/pass-on'
import { readText, startLoopbackServer } from './loopback-server'

const VALIDATE = /\/devices\/validate(\?|$)/
const REGISTER = /\/devices\/register(\?|$)/

export type ProxyHooks = {
  /** False: each call has a connection of its own, so that the first one after `refuse` is refused and not cut. */
  keepsConnections: boolean
  /** A validate has come. Gives what answers it; null for the authority itself. The answer waits for it. */
  onAsked: (deviceId: string) => Promise<((res: ServerResponse) => void) | null>
  /** The authority's own answer to a validate is about to be sent. */
  onAnswer: (allowed: boolean) => void | Promise<void>
  /** The answer to a register was sent. */
  onRegistered: () => void | Promise<void>
}

export type AuthorityProxy = {
  url: string
  /** From now on connections are refused; those that are open end. */
  refuse: () => Promise<void>
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const headersOf = (req: IncomingMessage) =>
  Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))

export async function startAuthorityProxy(authorityUrl: string, hooks: ProxyHooks): Promise<AuthorityProxy> {
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url ?? '/'
    const body = await readText(req)
    const isValidate = VALIDATE.test(path)
    const faulty = isValidate ? await hooks.onAsked(String(readJson(body).deviceId ?? '')) : null
    if (faulty) return faulty(res)
    const answer = await passOn(authorityUrl, { method: req.method ?? 'GET', path, headers: headersOf(req), body })
    if (isValidate) await hooks.onAnswer(readJson(answer.body).allowed === true)
    if (!hooks.keepsConnections) res.shouldKeepAlive = false
    res.writeHead(answer.status, { 'content-type': 'application/json' })
    res.end(answer.body)
    // The reply must be out before the connection may be cut.
    if (REGISTER.test(path)) {
      await once(res, 'close')
      await hooks.onRegistered()
    }
  }
  const { url, close } = await startLoopbackServer(handle)
  return { url, refuse: close }
}
