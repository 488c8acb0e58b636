import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { writePieces } from './write-pieces'

const PIECES = 20_000

/** Pieces that cost about 20 µs each: 400 ms of work in all. */
function* costly(): Generator<string> {
  for (let piece = 0; piece < PIECES; piece += 1) {
    const until = performance.now() + 0.02
    while (performance.now() < until);
    yield 'x'.repeat(100)
  }
}

async function serve(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer as () => void)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

it('leaves the event loop free between slices', async () => {
  const port = await serve((_req, res) => void writePieces(res, costly()))
  let bytes = 0
  let turns = 0
  const tick = () => {
    turns += 1
    if (bytes < PIECES * 100) setImmediate(tick)
  }
  setImmediate(tick)
  await new Promise<void>((resolve) => {
    get({ port, host: '127.0.0.1' }, (reply) => {
      reply.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      reply.on('end', resolve)
    })
  })
  expect(bytes).toBe(PIECES * 100)
  // Counted and not timed: a busy machine makes every turn long.
  expect(turns).toBeGreaterThan(bytes / 65_536)
})

it('waits for a slow reader, and stops when it is gone', async () => {
  let made = 0
  function* endless(): Generator<string> {
    for (;;) {
      made += 1
      yield 'x'.repeat(10_000)
    }
  }
  let ended = false
  const port = await serve((_req, res) => {
    void writePieces(res, endless()).then(() => {
      ended = true
    })
  })
  const call = get({ port, host: '127.0.0.1' }, (reply) => reply.pause())
  call.on('error', () => undefined)
  await sleep(200)
  const before = made
  await sleep(200)
  expect(made).toBe(before)
  call.destroy()
  await sleep(100)
  expect(ended).toBe(true)
})
