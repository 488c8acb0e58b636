import type { KeyObject } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import { DEPLOYMENT_CHAIN } from '@/lib/store/audit/audit-chain'
import { eventsInOrder, listCheckpoints, listHeads } from '@/lib/store/audit/audit-chain-heads'
import type { AuditHeadRow } from '@/lib/store/rows/audit-rows'
import type { Db } from '@/lib/store/rows/db'
import { startHeads } from '../anchors/checkpoint'
import type { AnchorFile } from '../anchors/read-anchors'
import type { KeptHead } from '../kept-head'
import { compareStates } from './compare-states'
import { gatherStates } from './recorded-states'
import { createVerifier } from './verify-chain'

/** Events hashed before other work gets a turn: a few milliseconds. */
const EVENTS_AT_ONCE = 200
/** Rows that differ are named up to here, then counted. */
const NAMED_MAX = 20

/**
 * Holds the whole record of a database against its anchors and a kept head, and its operations, outcomes and holds against the
 * record. @param db reads one moment, whatever is written meanwhile. @param file read before `db`: anchors that came later would
 * look like a record that was cut off.
 */
export async function verifyDatabase(
  db: Db,
  file: AnchorFile,
  publicKey: KeyObject,
  kept: KeptHead | null,
): Promise<RecordVerdict> {
  const verifier = createVerifier('deployment', file, publicKey, kept)
  const states = gatherStates()
  let starts: AuditHeadRow[] = []
  try {
    starts = startHeads(await listCheckpoints(db), publicKey)
  } catch {
    const what = 'the checkpoint that replaces dropped events is not what was signed'
    verifier.add({ code: 'checkpoint-forged', what, sequence: null, id: null })
  }
  starts.forEach(verifier.skip)
  for await (const page of eventsInOrder(db)) {
    for (let from = 0; from < page.length; from += EVENTS_AT_ONCE) {
      for (const event of page.slice(from, from + EVENTS_AT_ONCE)) {
        // A record that is not what was written proves nothing of the rows.
        if (!verifier.take(event)) return verifier.end()
        states.take(event)
      }
      await setImmediate()
    }
  }
  const stray = findStrayHead(await listHeads(db), verifier.heads)
  if (stray) verifier.add({ code: 'altered', what: stray, sequence: null, id: null })
  const { findings, compared, notCovered } = await compareStates(db, states, starts.length > 0)
  for (const what of findings.slice(0, NAMED_MAX))
    verifier.add({ code: 'rows-altered', what, sequence: null, id: null })
  if (findings.length > NAMED_MAX)
    verifier.add({
      code: 'rows-altered',
      what: `${findings.length - NAMED_MAX} more differ`,
      sequence: null,
      id: null,
    })
  const verdict = verifier.end()
  const last = verifier.heads.get(DEPLOYMENT_CHAIN)?.sequence ?? 0
  const until = Math.max(last - verdict.notAnchored, verdict.tail.proven ? (kept?.whole?.sequence ?? 0) : 0)
  // Up to there, events cannot have been rewritten without the key.
  const late = [...states.operations.values()].filter(({ recordedAt }) => recordedAt > until).length
  const notes = late === 0 ? verdict.notes : [...verdict.notes, lateWords(late, kept !== null)]
  return { ...verdict, compared, notCovered, notes }
}

/** The record goes on from the heads that the database keeps beside it. */
function findStrayHead(kept: readonly AuditHeadRow[], found: ReadonlyMap<string, AuditHeadRow>): string | null {
  const stray = kept.find(({ chain, sequence, hash }) => {
    const last = found.get(chain)
    return last ? last.sequence !== sequence || last.hash !== hash : sequence > 0
  })
  if (!stray) return null
  const whose = stray.chain === DEPLOYMENT_CHAIN ? '' : ' of its org'
  const last = found.get(stray.chain)?.sequence ?? 0
  return `the record is to go on after event ${stray.sequence}${whose}, and its last one is event ${last}: events were removed, or the heads changed`
}

const lateWords = (operations: number, isKept: boolean): string =>
  `${operations === 1 ? '1 operation was' : `${operations.toLocaleString('en')} operations were`} compared with events that are ${isKept ? 'neither anchored nor in the head that you kept' : 'not anchored'}.`
