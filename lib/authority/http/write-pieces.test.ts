import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { writePieces } from './write-pieces'

const PIECES = 20_000

const PIECE_BYTES = 100
/** What is made in one turn of the loop, at most: a slice, and what is on hand when it is full. */
const PIECES_PER_TURN_MAX = (2 * 65_536) / PIECE_BYTES

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
  let bytes = 0
  let turns = 0
  let most = 0
  function* counted(): Generator<string> {
    let turn = 0
    let made = 0
    for (let piece = 0; piece < PIECES; piece += 1) {
      if (turn !== turns) made = 0
      turn = turns
      made += 1
      most = Math.max(most, made)
      yield 'x'.repeat(PIECE_BYTES)
    }
  }
  const port = await serve((_req, res) => void writePieces(res, counted()))
  const tick = () => {
    turns += 1
    if (bytes < PIECES * PIECE_BYTES) setImmediate(tick)
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
  expect(bytes).toBe(PIECES * PIECE_BYTES)
  // Counted and not timed: a busy machine makes every turn long.
  expect(most).toBeLessThan(PIECES_PER_TURN_MAX)
})

it('waits for a slow reader, and stops when it is gone', async () => {
  let made = 0
  /** Far more than the buffers of two sockets hold. */
  function* longer(): Generator<string> {
    for (; made < PIECES; made += 1) yield 'x'.repeat(10_000)
  }
  let ended = false
  const port = await serve((req, res) => {
    if (req.url !== '/long') return void res.end()
    void writePieces(res, longer()).then(() => {
      ended = true
    })
  })
  const ask = () =>
    new Promise((resolve) => get({ port, host: '127.0.0.1', path: '/' }, (reply) => reply.resume().on('end', resolve)))
  const call = get({ port, host: '127.0.0.1', path: '/long' }, (reply) => reply.pause())
  call.on('error', () => undefined)
  await expect.poll(() => made).toBeGreaterThan(0)
  // Once the buffers are full, others are served and nothing more is made.
  await expect
    .poll(async () => {
      const before = made
      for (let other = 0; other < 20; other += 1) await ask()
      return made - before
    })
    .toBe(0)
  expect([ended, made < PIECES]).toEqual([false, true])
  call.destroy()
  await expect.poll(() => ended).toBe(true)
  expect(made).toBeLessThan(PIECES)
})
