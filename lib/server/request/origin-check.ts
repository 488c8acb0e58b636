/** A mutation must come from a page of this console: `Sec-Fetch-Site` where the browser sends it, else `Origin`. */
import { AppError } from '@/lib/domain/errors'
import { isLoopback } from '@/lib/orgs/authority-url'
import type { Config } from '../config/config'
import { isTrustedPeer } from './address'

/** @throws AppError `forbidden`; nothing has been sent upstream then. */
export function checkOrigin(headers: Headers, config: Pick<Config, 'publicUrl'>): void {
  if (isSameOrigin(headers, config.publicUrl)) return
  throw new AppError(
    'forbidden',
    `This request did not come from a page of this console (${config.publicUrl}). Open the console at that address and try again. Nothing was changed.`,
  )
}

function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  const own = new URL(publicUrl)
  const theirs = new URL(origin)
  if (theirs.origin === own.origin) return true
  // One machine has several names for itself.
  return (
    isLoopback(own.hostname) &&
    isLoopback(theirs.hostname) &&
    theirs.port === own.port &&
    theirs.protocol === own.protocol
  )
}

/** Whether a form of the requested page would pass `checkOrigin` when sent. */
export function isSameHost(headers: Headers, publicUrl: string): boolean {
  // A browser that sends this header on reading sends it on posting, and needs no host to compare.
  if (headers.has('sec-fetch-site')) return true
  const own = new URL(publicUrl)
  const host = headers.get('host') ?? ''
  if (host === own.host) return true
  const asked = URL.canParse(`${own.protocol}//${host}`) ? new URL(`${own.protocol}//${host}`) : undefined
  return asked !== undefined && isLoopback(own.hostname) && isLoopback(asked.hostname) && asked.port === own.port
}

/**
 * Whether a page was requested at another name than the console's own: signing in there leads nowhere, because the cookie
 * belongs to one name. `elsewhere`: another host, or a proxy that passes on another name; only the browser knows which.
 */
export function hostOf(
  headers: Headers,
  { publicUrl, trustedProxies }: Pick<Config, 'publicUrl' | 'trustedProxies'>,
): 'own' | 'other-loopback' | 'elsewhere' {
  const own = new URL(publicUrl)
  // Any client can send this header; only a trusted proxy is believed.
  const forwarded = isTrustedPeer(headers, { trustedProxies }) ? headers.get('x-forwarded-host') : null
  const host = forwarded ?? headers.get('host') ?? own.host
  if (host === own.host || !URL.canParse(`${own.protocol}//${host}`)) return 'own'
  const asked = new URL(`${own.protocol}//${host}`)
  if (asked.host === own.host) return 'own'
  return isLoopback(own.hostname) && isLoopback(asked.hostname) ? 'other-loopback' : 'elsewhere'
}
