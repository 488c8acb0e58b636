import { setImmediate } from 'node:timers/promises'

/**
 * Pieces of text as bytes. One piece is made when there is room for it, with a turn of the loop in between; when the reader
 * goes away the rest is never made.
 */
export function textStream(pieces: Iterable<string> | AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await setImmediate()
        const { done, value } = await iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: () => void iterator.return?.(),
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  )
}
