import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { writeSlices } from './write-slices'

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
  const port = await serve((_req, res) => void writeSlices(res, costly()))
  let bytes = 0
  let longest = 0
  let last = performance.now()
  const tick = () => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
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
  // A tenth of the work: slices are 2 ms, the rest is room for a busy machine.
  expect(longest).toBeLessThan(100)
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
    void writeSlices(res, endless()).then(() => {
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
