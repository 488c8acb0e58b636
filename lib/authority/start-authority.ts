import { createServer, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Authority, type AuthorityOptions, createAuthority } from './create-authority'
import { StartRefusal } from './disk/start-refusal'

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
}

const CLIENT_FAULTS: Record<string, [status: number, error: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout'],
}

/** Answers what is no HTTP request: with JSON like everything else, and with an end to the connection. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, word] = CLIENT_FAULTS[error.code ?? ''] ?? [400, 'invalid_request']
  const body = { allowed: false, status: 'error', error: word, message: 'The request could not be read.' }
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\ncache-control: no-store\r\n\r\n${text}`,
  )
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
  const host = options.host ?? '127.0.0.1'
  const authority = createAuthority(options)
  const server = createServer(LIMITS, authority.handler)
  server.on('clientError', (error, socket) => answerClientError(error, socket as Socket))
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
