import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal'

const BODY_BYTES_MAX = 1024 * 1024

const EMPTY = Buffer.alloc(0)

const tooLarge = () => new Refusal(413, 'payload_too_large', `The body may have at most ${BODY_BYTES_MAX} bytes.`)

/**
 * Collects the body of a request, at most 1 MiB, and calls `done` exactly once with it, or with a refusal. A request that
 * is broken off before its end calls nothing: no client waits for an answer.
 */
export function readBody(req: IncomingMessage, done: (fault: Refusal | null, body: Buffer) => void): void {
  if (Number(req.headers['content-length']) > BODY_BYTES_MAX) {
    done(tooLarge(), EMPTY)
    return
  }
  let first: Buffer | null = null
  let rest: Buffer[] | null = null
  let bytes = 0
  let over = false
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (over) return
    if (bytes > BODY_BYTES_MAX) {
      over = true
      rest = null
      done(tooLarge(), EMPTY)
    } else if (first === null) first = chunk
    else if (rest === null) rest = [first, chunk]
    else rest.push(chunk)
  })
  req.on('end', () => {
    if (!over) done(null, rest === null ? (first ?? EMPTY) : Buffer.concat(rest, bytes))
  })
  req.on('error', () => undefined)
}
