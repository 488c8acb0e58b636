import type { KeyObject } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import { eventsInOrder, listCheckpoints } from '@/lib/store/audit-heads'
import type { Db } from '@/lib/store/open-store'
import type { AuditHeadRow } from '@/lib/store/schema'
import { startHeads } from './checkpoint'
import { compareStates } from './compare-states'
import type { KeptHead } from './kept-head'
import type { AnchorFile } from './read-anchors'
import { gatherStates } from './recorded-states'
import { createVerifier } from './verify-record'

/** Events hashed before everybody else gets a turn: a few milliseconds. */
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
  } catch (error) {
    verifier.add({
      code: 'checkpoint-forged',
      what: (error as Error).message.replace(/\.$/, ''),
      sequence: null,
      id: null,
    })
  }
  starts.forEach(verifier.skip)
  for await (const page of eventsInOrder(db)) {
    for (let from = 0; from < page.length; from += EVENTS_AT_ONCE) {
      for (const event of page.slice(from, from + EVENTS_AT_ONCE)) {
        // A record that is not what was written says nothing of the rows.
        if (!verifier.take(event)) return verifier.end()
        states.take(event)
      }
      await setImmediate()
    }
  }
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
  return { ...verifier.end(), compared, notCovered }
}
