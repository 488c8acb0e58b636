import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'

export type LateProxy = { url: string; calls: () => number; close: () => Promise<void> }

const BATCH_PATH = /_batch$/

/**
 * A proxy of an authority that answers `lateMs` later than it does. Batch calls go through one at a time, so that
 * a client that sends several at once gains nothing: the comparison is of sequential work on both sides. `atOnce`: they do not,
 * and both sides send several.
 */
export async function startLateProxy(
  authorityUrl: string,
  lateMs: number,
  { atOnce = false } = {},
): Promise<LateProxy> {
  const pool = new Pool(authorityUrl, { connections: 16 })
  let calls = 0
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const forward = async () => {
        const { host: _, connection: __, 'transfer-encoding': ___, ...headers } = request.headers
        const reply = await pool.request({
          method: request.method as 'GET' | 'POST',
          path: request.url ?? '/',
          headers,
          body: chunks.length ? Buffer.concat(chunks) : undefined,
        })
        const body = Buffer.from(await reply.body.arrayBuffer())
        await delay(lateMs)
        return { status: reply.statusCode, headers: reply.headers, body }
      }
      const isBatch = BATCH_PATH.test(request.url ?? '')
      if (isBatch) calls += 1
      const answer = isBatch && !atOnce ? turn.then(forward) : forward()
      if (isBatch) turn = answer.catch(() => undefined)
      const { status, headers, body } = await answer
      const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers
      response.writeHead(status, { ...kept, 'content-length': body.length }).end(body)
    } catch {
      response.destroy()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await pool.close()
    },
  }
}
