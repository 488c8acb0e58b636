import type { KeyObject } from 'node:crypto'
import type { RecordVerdict } from '@/lib/domain/console-api'
import { InvalidInput } from '@/lib/domain/errors'
import type { Anchor } from './anchor'
import { headOfCheckpoint } from './checkpoint'
import { parseCheckpointLine, parseRecordLine } from './record-line'
import { createVerifier } from './verify-record'

/**
 * Holds the lines of an exported record of one org against anchors.
 * @throws InvalidInput for a line that is no event, or a file without any; AppError `conflict` for a forged checkpoint.
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  anchors: readonly Anchor[],
  publicKey: KeyObject,
): Promise<RecordVerdict> {
  const verifier = createVerifier('org', anchors, publicKey)
  let number = 0
  for await (const line of lines) {
    number += 1
    const checkpoint = parseCheckpointLine(line)
    if (checkpoint !== undefined) {
      verifier.skip(headOfCheckpoint(checkpoint, publicKey))
      continue
    }
    const event = parseRecordLine(line)
    if (!event) throw new InvalidInput(`Line ${number} is no event of a record.`)
    if (!verifier.take(event)) break
  }
  if (number === 0) throw new InvalidInput('The file is empty: it does not tell whose record it was.')
  return verifier.end()
}
