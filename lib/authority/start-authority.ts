import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEFAULTS } from '@/lib/domain/defaults.mjs'
import { type Authority, type AuthorityOptions, createAuthority } from './create-authority'
import { StartRefusal } from './disk/start-refusal'
import { refuseOddities } from './http/socket-refusal'

export type ListenOptions = AuthorityOptions & { host?: string; port?: number; drainMs?: number }

export type RunningAuthority = {
  url: string
  port: number
  firstKeys: Authority['firstKeys']
  flush: () => Promise<void>
  /** Takes no more calls, ends those under way, brings everything to disk. */
  close: () => Promise<void>
}

const LIMITS = {
  // Room for 500 device ids in a query.
  maxHeaderSize: 256 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  // Refused by the router, like every request that makes no sense.
  requireHostHeader: false,
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is in use. Stop what uses it, or set AUTHORITY_PORT.`,
        EACCES: `Port ${port} may not be used by this user. Set AUTHORITY_PORT to one above 1023.`,
        EADDRNOTAVAIL: `${host} is no address of this machine. Set AUTHORITY_HOST.`,
      }
      reject(new StartRefusal(reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port} (${error.message}).`))
    })
    server.listen({ port, host, backlog: 1024 }, () => resolve(server.address() as AddressInfo))
  })
}

const DRAIN_LOOK_MS = 50

async function drain(server: Server, drainMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()))
  const closeIdle = setInterval(() => server.closeIdleConnections(), DRAIN_LOOK_MS)
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await ended
  clearTimeout(timer)
  clearInterval(closeIdle)
}

/** Starts an authority on a port of its own (0: any free one) and resolves once it answers. */
export async function startAuthority(options: ListenOptions): Promise<RunningAuthority> {
  const host = options.host ?? DEFAULTS.AUTHORITY_HOST
  const authority = createAuthority(options)
  const server = createServer(LIMITS, authority.handler)
  refuseOddities(server)
  try {
    const { port } = await listen(server, host, options.port ?? 0)
    const shownHost = host.includes(':') ? `[${host}]` : host
    let closed: Promise<void> | null = null
    const close = async () => {
      authority.drain()
      await drain(server, options.drainMs ?? 3_000)
      await authority.close()
    }
    return {
      url: `http://${shownHost}:${port}`,
      port,
      firstKeys: authority.firstKeys,
      flush: authority.flush,
      close: () => {
        closed ??= close()
        return closed
      },
    }
  } catch (error) {
    await authority.close()
    throw error
  }
}
