/** A relay in front of an authority that can be away in the ways in which authorities are: the bytes themselves are not read. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** `refuses`: nothing listens. `unavailable`: every request is answered 503. `hangs`: it takes connections and says nothing. */
export type Outage = 'refuses' | 'unavailable' | 'hangs'

export type OutageRelay = {
  away: (how: Outage) => Promise<void>
  /** Connections that hung go on hanging; new ones reach the authority. */
  back: () => Promise<void>
  close: () => Promise<void>
}

const UNAVAILABLE = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

export async function startOutageRelay(port: number, authorityPort: number): Promise<OutageRelay> {
  let outage: Outage | null = null
  const sockets = new Set<Socket>()
  const hanging = new Set<Socket>()
  let server: Server | null = null

  function take(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      sockets.delete(socket)
      hanging.delete(socket)
    })
    if (outage === 'hangs') {
      hanging.add(socket)
      socket.resume()
    } else if (outage === 'unavailable') socket.once('data', () => socket.end(UNAVAILABLE))
    else {
      const upstream = connect(authorityPort, '127.0.0.1')
      upstream.on('error', () => socket.destroy())
      socket.once('close', () => upstream.destroy())
      upstream.once('close', () => !hanging.has(socket) && socket.destroy())
      socket.pipe(upstream).pipe(socket)
    }
  }

  async function listen(): Promise<void> {
    if (server) return
    server = createServer(take).listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  async function away(how: Outage): Promise<void> {
    outage = how
    for (const socket of sockets) {
      if (how !== 'hangs') socket.destroy()
      else {
        hanging.add(socket)
        socket.unpipe()
        socket.resume()
      }
    }
    if (how !== 'refuses') return listen()
    const closing = server
    server = null
    if (closing) await new Promise((done) => closing.close(done))
  }

  await listen()
  return {
    away,
    async back() {
      outage = null
      await listen()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      const closing = server
      server = null
      if (closing) await new Promise((done) => closing.close(done))
    },
  }
}
