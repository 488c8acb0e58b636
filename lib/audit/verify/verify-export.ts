import type { KeyObject } from 'node:crypto'
import { InvalidInput } from '@/lib/domain/errors'
import type { FindingCode, RecordVerdict } from '@/lib/domain/record-verdict'
import { chainOf } from '@/lib/store/audit/audit-chain'
import { headOfCheckpoint } from '../anchors/checkpoint'
import type { AnchorFile } from '../anchors/read-anchors'
import { parseCheckpointLine, parseHeadLine, parseRecordLine } from '../export-line'
import { type KeptHead, parseHead } from '../kept-head'
import { createVerifier } from './verify-chain'

/**
 * Holds the lines of an exported record of one org against anchors, and a head that a person kept.
 * @throws InvalidInput for a line that is no event, or a file without any.
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  file: AnchorFile,
  publicKey: KeyObject,
  kept: KeptHead | null = null,
): Promise<RecordVerdict> {
  const verifier = createVerifier('org', file, publicKey, kept)
  let number = 0
  let own: KeptHead | null = null
  let chain: string | null = null
  const bad = (what: string, code: FindingCode = 'altered') => verifier.add({ code, what, sequence: null, id: null })
  for await (const line of lines) {
    number += 1
    if (own) {
      bad(`line ${number} comes after the head with which the export ends: it was added`)
      break
    }
    const head = parseHeadLine(line)
    if (head !== undefined) {
      own = parseHead(head)
      continue
    }
    const checkpoint = parseCheckpointLine(line)
    if (checkpoint !== undefined) {
      try {
        verifier.skip(headOfCheckpoint(checkpoint, publicKey))
        continue
      } catch (error) {
        bad((error as Error).message.replace(/\.$/, ''), 'checkpoint-forged')
        break
      }
    }
    const event = parseRecordLine(line)
    if (!event) throw new InvalidInput(`Line ${number} is no event of a record.`)
    chain ??= chainOf(event)
    if (chainOf(event) !== chain) {
      bad(`line ${number} is of another org than those before: it was inserted`)
      break
    }
    if (!verifier.take(event)) break
  }
  if (number === 0) throw new InvalidInput('The file is empty: it does not show whose record it was.')
  const verdict = verifier.end()
  if (!own?.own || !verdict.ok) return verdict
  const last = verifier.heads.get(own.own.chain)
  if (last?.hash === own.own.hash || (own.own.sequence === 0 && !last)) return verdict
  bad(
    `the export says that it ends with event ${own.own.sequence} of its org, and its last one is event ${last?.sequence ?? 0}: lines were removed or changed`,
  )
  return verifier.end()
}
