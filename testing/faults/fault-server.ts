/**
 * A scripted authority on a raw socket, for tests: it answers each request exactly as wrongly as the test asks, and remembers
 * what it was sent. Never used by the product.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type Fault, type FaultRequest, json } from './faults'

export type FaultServer = {
  readonly url: string
  readonly port: number
  /** Every request so far, oldest first. */
  readonly requests: FaultRequest[]
  /** The answer to every path that has none of its own. */
  always(fault: Fault): void
  /** The answer to paths that start like this, from now on; the longest start wins. */
  on(pathStart: string, fault: Fault): void
  /** Answers for the next requests, one each, before anything else is looked at. */
  next(...faults: Fault[]): void
  /** Forgets all answers and requests. */
  reset(): void
  close(): Promise<void>
}

export async function startFaultServer(fallback: Fault = json({ status: 'ok' })): Promise<FaultServer> {
  const requests: FaultRequest[] = []
  const queue: Fault[] = []
  const routes = new Map<string, Fault>()
  const sockets = new Set<Socket>()
  let usual = fallback

  const answerTo = (path: string): Fault => {
    const once = queue.shift()
    const start = [...routes.keys()].filter((each) => path.startsWith(each)).sort((a, b) => b.length - a.length)[0]
    return once ?? (start === undefined ? undefined : routes.get(start)) ?? usual
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    let buffered = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk])
      for (let read = readRequest(buffered); read; read = readRequest(buffered)) {
        buffered = buffered.subarray(read.length)
        requests.push(read.request)
        void answerTo(read.request.path)(socket, read.request)
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    always: (fault) => {
      usual = fault
    },
    on: (pathStart, fault) => void routes.set(pathStart, fault),
    next: (...faults) => void queue.push(...faults),
    reset() {
      usual = fallback
      queue.length = 0
      requests.length = 0
      routes.clear()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The first whole request in the bytes, with the number of bytes it takes. */
function readRequest(bytes: Buffer): { request: FaultRequest; length: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const length = headEnd + 4 + Number(headers['content-length'] ?? 0)
  if (bytes.length < length) return null
  const [method = '', path = ''] = first.split(' ')
  return { request: { method, path, headers, body: bytes.subarray(headEnd + 4, length).toString('utf8') }, length }
}
