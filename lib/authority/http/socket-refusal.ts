import { randomUUID } from 'node:crypto'
import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal } from './refusal'
import { JSON_TYPE, SECURITY_HEADERS, sendRefusal } from './send'

const CLIENT_FAULTS: Record<string, [status: number, error: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout'],
}
const LINGER_MS = 1_000

/** Answers what is no HTTP request: with JSON like everything else, and with an end to the connection. */
function refuseSocket(socket: Duplex, status: number, error: string, message: string): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const text = JSON.stringify({ allowed: false, status: 'error', error, message })
  const head = ['connection', 'close', 'content-type', JSON_TYPE, 'content-length', String(Buffer.byteLength(text))]
  head.push('cache-control', 'no-store', ...SECURITY_HEADERS)
  const lines = head.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('')
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n${text}`)
  // A client that never closes its half does not keep the other.
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}

/** Takes over what `node:http` would answer by itself, or not at all. */
export function refuseOddities(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const [status, word] = CLIENT_FAULTS[error.code ?? ''] ?? [400, 'invalid_request']
    refuseSocket(socket, status, word, 'The request could not be read.')
  })
  server.on('connect', (_, socket) =>
    refuseSocket(socket, 405, 'method_not_allowed', 'This authority opens no tunnel.'),
  )
  server.on('checkExpectation', (_, res) =>
    sendRefusal(res, new Refusal(417, 'expectation_failed', 'Only 100-continue is met.'), randomUUID(), false),
  )
}
