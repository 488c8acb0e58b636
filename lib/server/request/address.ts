/**
 * Whose address a request has: the socket's, as `scripts/start.mjs` passes it on. Forwarded headers count only as far as the
 * proxies are ours: from the right, the first address that is not one of `TRUSTED_PROXIES`. A proxy writes one of the headers
 * and passes the others on as the client sent them, so headers that disagree are not used: no client chooses its address.
 */
import ipaddr from 'ipaddr.js'
import type { ProxyFault } from '@/lib/domain/wire/org-list'
import type { Config } from '../config/config'
import { type Address, type Hop, readAddress, readForwarded, readList } from './forwarded'

export const SOCKET_ADDRESS = 'x-machineid-socket'

/** `address`: null if it cannot be determined. `proxyFault`: why it cannot, for the people who can change that. */
export type Peer = { address: string | null; proxyFault: ProxyFault | null }

type Trust = Pick<Config, 'trustedProxies'>

/** What of a request's headers is read: the web framework's object, or the web server's own. */
export type HeaderReader = Pick<Headers, 'get'>

/** Whether a request came straight from one of our own proxies, whose word about the host counts. */
export function isTrustedPeer(headers: HeaderReader, { trustedProxies }: Trust): boolean {
  const socket = readAddress(headers.get(SOCKET_ADDRESS) ?? '')
  return socket !== null && trustedProxies.some((range) => isWithin(socket, range))
}

export const addressOf = (headers: HeaderReader, trust: Trust): string | null => peerOf(headers, trust).address

export function peerOf(headers: HeaderReader, { trustedProxies }: Trust): Peer {
  const socket = readAddress(headers.get(SOCKET_ADDRESS) ?? '')
  if (!socket) return { address: null, proxyFault: null }
  const isOurs = (address: Address) => trustedProxies.some((range) => isWithin(address, range))
  const lists = listsOf(headers)
  const proxy = socket.toString()
  if (!isOurs(socket)) {
    // The web server itself writes the socket's address where no list came.
    const isForwarded = lists.some((hops) => hops.some((hop) => hop?.toString() !== proxy))
    return { address: proxy, proxyFault: isForwarded ? { kind: 'untrusted', proxy } : null }
  }
  const clients = new Set(lists.map((hops) => clientOf(hops, isOurs)).filter((client) => client !== 'ours'))
  const [client] = clients
  if (clients.size > 1) return { address: null, proxyFault: { kind: 'contradictory', proxy } }
  if (client === 'unreadable') return { address: null, proxyFault: { kind: 'unreadable', proxy } }
  // Every address is a trusted proxy: the farthest one made the request.
  return { address: client ?? (lists.flat()[0] ?? socket).toString(), proxyFault: null }
}

/** The client by one list: the nearest address that is no trusted proxy; `ours` if there is none. */
function clientOf(hops: readonly Hop[], isOurs: (address: Address) => boolean): string | 'ours' | 'unreadable' {
  for (const hop of hops.toReversed()) {
    if (!hop) return 'unreadable'
    if (!isOurs(hop)) return hop.toString()
  }
  return 'ours'
}

const listsOf = (headers: HeaderReader): Hop[][] => [
  readList(headers.get('x-forwarded-for') ?? ''),
  readForwarded(headers.get('forwarded') ?? ''),
  readList(headers.get('x-real-ip') ?? ''),
]

const MAPPED_BITS = 96

function isWithin(address: Address, range: string): boolean {
  const bits = range.includes('/') ? '' : ipaddr.parse(range).kind() === 'ipv4' ? '/32' : '/128'
  const [written, length] = ipaddr.parseCIDR(`${range}${bits}`)
  // Addresses are compared as IPv4 where they are, so that a range of IPv4 inside IPv6 is one, too.
  const isMapped = written instanceof ipaddr.IPv6 && written.isIPv4MappedAddress() && length >= MAPPED_BITS
  const base = isMapped ? written.toIPv4Address() : written
  return address.kind() === base.kind() && address.match(base, isMapped ? length - MAPPED_BITS : length)
}
