/** Whether a request came straight from one of our own proxies, whose word about the host counts. */
import ipaddr from 'ipaddr.js'
import { SOCKET_ADDRESS } from './address'
import type { Config } from './config'

export function isTrustedPeer(headers: Headers, { trustedProxies }: Pick<Config, 'trustedProxies'>): boolean {
  const socket = headers.get(SOCKET_ADDRESS) ?? ''
  if (!ipaddr.isValid(socket)) return false
  const peer = ipaddr.process(socket)
  const ranges = trustedProxies.map((range): [ipaddr.IPv4 | ipaddr.IPv6, number] => {
    if (range.includes('/')) return ipaddr.parseCIDR(range)
    const address = ipaddr.process(range)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  })
  return ranges.some(([base, bits]) => base.kind() === peer.kind() && peer.match([base, bits] as never))
}
