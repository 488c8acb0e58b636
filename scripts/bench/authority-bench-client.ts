import { connect, type Socket } from 'node:net'

/** What one run over many connections came to. */
export type Load = { perSecond: number; p99Ms: number; count: number }

const HEAD_END = '\r\n\r\n'
const LENGTH = 'content-length: '

/** Bytes of the first whole reply in a buffer, or 0 when it is not all there. Throws on anything but 200. */
function replyBytes(buffer: Buffer): number {
  const headEnd = buffer.indexOf(HEAD_END)
  if (headEnd < 0) return 0
  const head = buffer.toString('latin1', 0, headEnd)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`unexpected reply: ${head.slice(0, 40)}`)
  const at = head.toLowerCase().indexOf(LENGTH)
  const bytes = headEnd + HEAD_END.length + Number.parseInt(head.slice(at + LENGTH.length), 10)
  return buffer.length >= bytes ? bytes : 0
}

/** Sends prepared requests over keep-alive connections, one at a time on each, for a while. A bare client: its cost is small. */
export async function hammer(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  ms: number,
): Promise<Load> {
  const latencies: number[] = []
  const endAt = performance.now() + ms
  let next = 0
  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0
      let pending: Buffer | null = null
      const send = () => {
        sentAt = performance.now()
        if (sentAt >= endAt) {
          socket.destroy()
          return resolve()
        }
        next = next + 1 === requests.length ? 0 : next + 1
        socket.write(requests[next] as Buffer)
      }
      socket.on('data', (chunk) => {
        pending = pending ? Buffer.concat([pending, chunk]) : chunk
        try {
          if (replyBytes(pending) === 0) return
        } catch (error) {
          socket.destroy()
          return reject(error)
        }
        pending = null
        latencies.push(performance.now() - sentAt)
        send()
      })
      socket.on('error', reject)
      socket.on('connect', send)
    })
  // The client never sleeps: waking it would cost the server more, the slower the server is.
  let spinning = true
  const spin = () => {
    if (spinning) setImmediate(spin)
  }
  spin()
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: connections }, () => drive(connect({ port, host: '127.0.0.1', noDelay: true }))),
  )
  spinning = false
  const seconds = (performance.now() - startedAt) / 1000
  const sorted = Float64Array.from(latencies).sort()
  return {
    perSecond: sorted.length / seconds,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] as number,
    count: sorted.length,
  }
}
