/**
 * The door in front of the sign-in, called by `scripts/start.mjs` before the web framework gets the request: a flood is turned away
 * at a small part of what letting it in would cost. It is found on `globalThis`, because the web server is plain script.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Console } from './console'
import { addressOf } from './request/address'
import { knownBrowsers } from './request/known-browser'
import { waitCode } from './request/sign-in-faults'

const PATH = '/api/auth/callback/credentials'

/** True: the request was answered. */
type Door = (request: IncomingMessage, response: ServerResponse) => boolean

const SHARED = globalThis as typeof globalThis & { machineidSignInDoor?: Door }

/** The path as the framework reads it. One that it would not read is let through to it. */
function pathOf(target: string): string {
  try {
    return decodeURIComponent(new URL(target, 'http://console').pathname).replace(/\/+$/, '')
  } catch {
    return ''
  }
}

/** @returns what closes it. */
export function openSignInDoor({ config, deps }: Pick<Console, 'config' | 'deps'>): () => void {
  const door: Door = (request, response) => {
    if (request.method !== 'POST' || pathOf(request.url ?? '') !== PATH) return false
    const get = (name: string) => request.headers[name]?.toString() ?? null
    const address = addressOf({ get }, config)
    const browsers = knownBrowsers(config, get('cookie'), deps.clock.now())
    const waitMs = deps.signInGuard.door.waitMs({ address, browsers })
    if (waitMs === 0) return false
    void deps.signInGuard.refusals.note({ kind: 'session.refused', account: null, actor: null, address, delayed: true })
    request.resume()
    response.writeHead(302, {
      location: `${config.publicUrl}/sign-in?error=${waitCode(waitMs)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': 0,
    })
    response.end()
    return true
  }
  SHARED.machineidSignInDoor = door
  return () => {
    if (SHARED.machineidSignInDoor === door) SHARED.machineidSignInDoor = undefined
  }
}
