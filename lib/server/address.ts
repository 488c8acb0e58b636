/**
 * Whose address a request has: the socket's, as `scripts/start.mjs` passes it on. Forwarded headers count only as far as the
 * proxies are ours: from the right, the first address that is not one of `TRUSTED_PROXIES`.
 */
import ipaddr from 'ipaddr.js'
import type { Config } from './config'

export const SOCKET_ADDRESS = 'x-machineid-socket'

/** Null where even the socket's address is not known. */
export function addressOf(headers: Headers, { trustedProxies }: Pick<Config, 'trustedProxies'>): string | null {
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',')
  const hops = [...forwarded, headers.get(SOCKET_ADDRESS) ?? ''].map((hop) => hop.trim()).filter(Boolean)
  for (const hop of hops.reverse()) {
    if (!ipaddr.isValid(hop)) return null
    if (!trustedProxies.some((range) => isWithin(hop, range))) return ipaddr.process(hop).toString()
  }
  return null
}

function isWithin(hop: string, range: string): boolean {
  const address = ipaddr.process(hop)
  const bits = range.includes('/') ? '' : ipaddr.parse(range).kind() === 'ipv4' ? '/32' : '/128'
  const [base, length] = ipaddr.parseCIDR(`${range}${bits}`)
  return address.kind() === base.kind() && address.match(base, length)
}
