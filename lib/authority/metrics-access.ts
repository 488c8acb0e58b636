import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may read `/metrics`. `token`: a client that sends it as a Bearer token. `here`: without a token, a program on this machine
 * that connects directly. `closed`: no client, because this authority, or the console beside it, is reached from elsewhere and
 * there is no token.
 */
export type MetricsAccess = { token: string } | 'here' | 'closed'

export function mayReadMetrics({ headers, socket }: IncomingMessage, access: MetricsAccess): boolean {
  if (access === 'closed') return false
  if (access !== 'here') {
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
    return timingSafeEqual(digest(token), digest(access.token))
  }
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => name in headers)
  return !isForwarded && isLoopbackAddress(socket.remoteAddress ?? '')
}

const digest = (text: string) => createHash('sha256').update(text).digest()

const isLoopbackAddress = (address: string) => /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address)

/** What a configuration means: everything that can be reached from elsewhere requires the token. */
export function metricsAccessOf(env: { token?: string; publicUrl?: string; host: string }): MetricsAccess {
  if (env.token) return { token: env.token }
  const publicHost = env.publicUrl && URL.canParse(env.publicUrl) ? new URL(env.publicUrl).hostname : env.publicUrl
  return isLoopbackHost(env.host) && (!publicHost || isLoopbackHost(publicHost)) ? 'here' : 'closed'
}

function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || isLoopbackAddress(bare)
}
