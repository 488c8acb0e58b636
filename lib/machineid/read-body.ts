import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { UpstreamError } from '@/lib/domain/errors'

const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }

/**
 * Reads a body whole, at most `bytesMax` bytes after decompression: what would be more is never held, the connection is
 * closed at that byte. `subject` begins the sentence of an error.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  bytesMax: number,
  subject: string,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  // What a stream reports once it is broken off depends on which of them noticed first; this is the reason that counts.
  let tooLong: UpstreamError | undefined
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > bytesMax) {
        tooLong = new UpstreamError(
          'upstream-invalid',
          `${subject} sent more than ${bytesMax} bytes; the reply was cut off there.`,
        )
        throw tooLong
      }
      chunks.push(chunk)
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
    throw tooLong ?? error
  }
  return Buffer.concat(chunks, bytes)
}
