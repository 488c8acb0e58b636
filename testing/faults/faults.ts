/** The ways in which an authority can fail, as scripts for `startFaultServer`. Everything is written to the raw socket. */
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createGzip, gzipSync } from 'node:zlib'
import type { Gate } from './gate'

export type FaultRequest = { method: string; path: string; headers: Record<string, string>; body: string }

/** Answers one request in its own way; may leave the socket open, half-written or dead. */
export type Fault = (socket: Socket, request: FaultRequest) => void | Promise<void>

type Headers = Record<string, string>

const head = (status: number, headers: Headers) =>
  `HTTP/1.1 ${status} X\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

/** A whole reply with any bytes as its body. */
export const raw =
  (status: number, body: string | Buffer, headers: Headers = {}): Fault =>
  (socket) => {
    const bytes = Buffer.from(body as string)
    const length: Headers = status === 304 ? {} : { 'content-length': String(bytes.length) }
    socket.write(Buffer.concat([Buffer.from(head(status, { ...length, ...headers })), bytes]))
  }

export const json = (body: unknown, status = 200, headers: Headers = {}): Fault =>
  raw(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })

export const html = (status = 200): Fault =>
  raw(status, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' })
export const empty = (status = 200): Fault => raw(status, '')
export const badJson = (): Fault => raw(200, '{"status":"ok",', { 'content-type': 'application/json' })
export const redirect = (status: number, location: string): Fault => raw(status, '{"status":"ok"}', { location })

/** Answers nothing, ever. */
export const hang = (): Fault => () => {}

/** Answers like `then`, `ms` late. */
export const slow =
  (ms: number, then: Fault): Fault =>
  async (socket, request) => {
    await delay(ms, undefined, { ref: false })
    if (!socket.destroyed) await then(socket, request)
  }

/** Answers like `then` once the gate lets the request through; not at all where the caller has gone by then. */
export const gated =
  (gate: Gate, then: Fault): Fault =>
  async (socket, request) => {
    await gate.pass()
    if (!socket.destroyed) await then(socket, request)
  }

/** Answers like `then`, and then says so at the gate. */
export const telling =
  (gate: Gate, then: Fault): Fault =>
  async (socket, request) => {
    await then(socket, request)
    void gate.pass()
  }

/** Sends the head and half of what it promised, and no more. */
export const hangMidBody = (): Fault => (socket) => {
  socket.write(`${head(200, { 'content-type': 'application/json', 'content-length': '1000' })}{"status":`)
}

/** One byte at a time for as long as the other side bears it: no idle timeout ever fires. */
export const drip =
  (everyMs = 50): Fault =>
  async (socket) => {
    socket.write(head(200, { 'content-type': 'application/json', 'content-length': '100000' }))
    for (let sent = 0; sent < 10_000 && !socket.destroyed; sent++) {
      socket.write(' ')
      await delay(everyMs, undefined, { ref: false })
    }
  }

/** The connection is reset before any answer. */
export const reset = (): Fault => (socket) => {
  socket.resetAndDestroy()
}

/** The server ends its side and goes on reading: a half-open connection. */
export const halfOpen = (): Fault => (socket) => {
  socket.end()
}

/** A reply whose body ends before its length. */
export const cutBody = (): Fault => (socket) => {
  socket.end(`${head(200, { 'content-type': 'application/json', 'content-length': '1000' })}{"status":"ok"}`)
}

export const notHttp = (): Fault => (socket) => {
  socket.end('SSH-2.0-OpenSSH_9.2\r\n')
}

/** A gzip reply that unpacks to `bytes` zeroes. */
export const gzipBomb =
  (bytes: number): Fault =>
  async (socket) => {
    const gzip = createGzip({ level: 9 })
    const parts: Buffer[] = []
    gzip.on('data', (part: Buffer) => parts.push(part))
    const block = Buffer.alloc(1024 * 1024)
    for (let left = bytes; left > 0; left -= block.length) {
      if (!gzip.write(block)) await new Promise((resolve) => gzip.once('drain', resolve))
    }
    await new Promise<void>((resolve) => gzip.end(resolve))
    await raw(200, Buffer.concat(parts), { 'content-encoding': 'gzip' })(socket, {
      method: '',
      path: '',
      headers: {},
      body: '',
    })
  }

export const gzipJson = (body: unknown): Fault =>
  raw(200, gzipSync(JSON.stringify(body)), { 'content-encoding': 'gzip' })
