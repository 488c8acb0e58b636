/** A server of the kit: on a free port of 127.0.0.1, gone at once when it is closed. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const BODY_BYTES_MAX = 1024 * 1024

export type LoopbackServer = { url: string; close: () => Promise<void> }

/** @param handle may reject: then the connection ends without an answer. */
export async function startLoopbackServer(
  handle: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer((req, res) => {
    // A command that goes away in the middle of a call is no fault of the kit.
    res.on('error', () => undefined)
    Promise.resolve(handle(req, res)).catch(() => res.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  let closed: Promise<void> | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      return closed
    },
  }
}

/** The body of a request as text. Rejects where it is larger than any call of the API. */
export async function readText(req: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of req as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > BODY_BYTES_MAX) throw new RangeError('The body is larger than 1 MiB.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
