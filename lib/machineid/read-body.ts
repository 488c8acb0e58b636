import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { UpstreamError } from '@/lib/domain/errors'

const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }

/** Takes a body as it arrives. `end` gives what is to be judged: the whole body, or what is left of it. */
export type BodySink = { write(chunk: Buffer): void; end(): Buffer }

/** Keeps everything. */
export function wholeBody(): BodySink {
  const chunks: Buffer[] = []
  return { write: (chunk) => void chunks.push(chunk), end: () => Buffer.concat(chunks) }
}

/**
 * Reads a body to its end, at most `bytesMax` bytes after decompression: what would be more is never held, the connection
 * is closed at that byte. `subject` begins the sentence of an error.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  bytesMax: number,
  subject: string,
  sink: BodySink,
): Promise<Buffer> {
  let bytes = 0
  // What a stream reports once it is broken off depends on which of them noticed first; this is the reason that counts.
  let refused: unknown
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      bytes += chunk.length
      try {
        if (bytes > bytesMax) {
          const detail = `${subject} sent more than ${bytesMax} bytes; the reply was cut off there.`
          throw new UpstreamError('upstream-invalid', detail)
        }
        sink.write(chunk)
      } catch (error) {
        refused = error
        throw error
      }
    }
  }
  // A body that is given up reports it as an error; without a listener that would end the process.
  body.on('error', () => undefined)
  const name = encoding?.trim().toLowerCase() || 'identity'
  if (name !== 'identity' && !(name in DECODERS)) {
    body.destroy()
    throw new UpstreamError('upstream-invalid', `${subject} answered in an encoding that was not asked for.`)
  }
  try {
    if (name === 'identity') await pipeline(body, collect)
    else await pipeline(body, DECODERS[name as keyof typeof DECODERS](), collect)
  } catch (error) {
    throw refused ?? error
  }
  return sink.end()
}
