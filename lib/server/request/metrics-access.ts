/**
 * Who may read `/metrics`: it names orgs and counts devices. With `METRICS_TOKEN`, a client that sends it as a Bearer token.
 * Without one: if the console has a public address, no client, because a proxy may make a stranger look like this machine; else
 * a program on this machine that connects directly: a request through a proxy comes from another machine.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isLoopback } from '@/lib/orgs/authority-url'
import type { Config } from '../config/config'
import { SOCKET_ADDRESS } from './address'

export function mayReadMetrics(
  headers: Headers,
  { metricsToken, publicUrl }: Pick<Config, 'metricsToken' | 'publicUrl'>,
): boolean {
  if (!metricsToken) return isLoopback(new URL(publicUrl).hostname) && isFromThisMachine(headers)
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  return timingSafeEqual(digest(token), digest(metricsToken.reveal()))
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** The web server itself adds the socket's address to the forwarded ones, so they are looked at, not counted. */
function isFromThisMachine(headers: Headers): boolean {
  const hops = [headers.get(SOCKET_ADDRESS) ?? '', ...(headers.get('x-forwarded-for') ?? '').split(',')]
  const [socket = '', ...forwarded] = hops.map((hop) => hop.trim())
  if (headers.has('forwarded') || headers.has('x-real-ip')) return false
  return isLoopback(socket) && forwarded.every((hop) => hop === '' || isLoopback(hop))
}
