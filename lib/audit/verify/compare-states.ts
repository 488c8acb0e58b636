/**
 * Compares the operations, outcomes and holds of a database with the record. What the record does not contain is counted as not
 * covered; whether it should contain it follows from the record alone, never from the rows.
 */
import type { FinalState } from '@/lib/domain/audit'
import type { NotCovered } from '@/lib/domain/record-verdict'
import { textTime } from '@/lib/domain/time/text-time'
import {
  type CoveredOperation,
  countHalfReleased,
  countHolds,
  eachOperation,
  hasFinalStates,
  heldOnItems,
} from '@/lib/store/audit/covered-rows'
import { differing, type Part, readFinal } from '@/lib/store/audit/final-states'
import type { Db } from '@/lib/store/rows/db'
import type { RecordedState, RecordedStates } from './recorded-states'

/** `findings`: sentences without a full stop. */
export type Compared = { findings: string[]; compared: number; notCovered: NotCovered }

/** @param isShortened retention dropped events: the record does not contain every operation any more. */
export async function compareStates(db: Db, states: RecordedStates, isShortened: boolean): Promise<Compared> {
  const compared: Compared = { findings: [], compared: 0, notCovered: { older: 0, open: 0, holds: 0 } }
  const coverage = new Map<string, Coverage>()
  const isKept = await hasFinalStates(db)
  for await (const page of eachOperation(db))
    for (const row of page) {
      const state = states.operations.get(row.id)
      const known = coverageOf(row, state, states, isShortened)
      coverage.set(row.id, known.coverage)
      if (known.fault) compared.findings.push(`${nameOf(row)} ${known.fault}`)
      if (known.coverage === 'older') compared.notCovered.older += 1
      if (known.coverage === 'open') compared.notCovered.open += 1
      if (!state) continue
      if (state.altered)
        compared.findings.push(
          `${nameOf(row)} was altered by something else than the console before event ${state.altered.sequence}: ${state.altered.parts.map((part) => PART_WORDS[part as Part]).join(', ')}`,
        )
      if (!isKept) continue
      if (state.final) compared.findings.push(...(await compareRows(db, row, state)))
      if (state.held) compared.findings.push(...(await compareHeld(db, row, state)))
      compared.compared += state.final ? 1 : 0
    }
  for (const [id, { sequence, isOperation, final }] of states.operations)
    if (!coverage.has(id) && (isOperation || final))
      compared.findings.push(`operation ${id}, known from event ${sequence} on, was removed`)
  if (isKept) await compareHolds(db, states, coverage, isShortened, compared)
  else if ([...states.operations.values()].some(({ final }) => final))
    compared.findings.push('the database has no place for what the record says of holds: a column was removed')
  return compared
}

type Coverage = 'ended' | 'open' | 'older' | 'unknown'

/** By the record; the row must not contradict it. */
function coverageOf(
  { state: rowState }: CoveredOperation,
  state: RecordedState | undefined,
  { extended }: RecordedStates,
  isShortened: boolean,
): { coverage: Coverage; fault?: string } {
  if (!state)
    return isShortened ? { coverage: 'older' } : { coverage: 'unknown', fault: 'is in no event: it was added' }
  if (state.final) return { coverage: 'ended' }
  if (rowState !== 'finished') return { coverage: 'open' }
  const isOlder = state.final === undefined && state.sequence < (extended()?.sequence ?? 0)
  if (isOlder || (state.final === undefined && isShortened)) return { coverage: 'older' }
  return { coverage: 'open', fault: 'has not ended by the record, and its row says that it has' }
}

const PART_WORDS: Record<Part, string> = {
  row: 'its row',
  items: 'its items with their outcomes',
  added: 'the holds that it added',
  released: 'the holds that it released',
}

async function compareRows(db: Db, row: CoveredOperation, { final }: RecordedState): Promise<string[]> {
  const found = await readFinal(db, row.id)
  const recorded: Partial<FinalState> = final ?? {}
  return differing(recorded, found).map((part) => {
    const counts = [recorded, found].map((digests) => digests[part]?.split(':')[0] ?? '0')
    const rows = counts[0] === counts[1] ? 'rows were changed' : `${counts[0]} recorded, ${counts[1]} found`
    return `${nameOf(row)} is not what the record says: ${PART_WORDS[part]} (${part === 'row' ? 'changed' : rows})`
  })
}

async function compareHeld(db: Db, row: CoveredOperation, { held }: RecordedState): Promise<string[]> {
  if (!held) return []
  const { all, exact } = await heldOnItems(db, row.id, held)
  if (all === held.count && exact === held.count) return []
  const found = all === held.count ? `${held.count - exact} were changed` : `${held.count} recorded, ${all} found`
  return [`${nameOf(row)} is not what the record says: the holds that it placed on its items (${found})`]
}

/** Every hold belongs to an operation that is known, and was released by one. */
async function compareHolds(
  db: Db,
  { operations, extended }: RecordedStates,
  coverage: ReadonlyMap<string, Coverage>,
  isShortened: boolean,
  { findings, notCovered }: Compared,
): Promise<void> {
  const [placed, added, released] = [
    await countHolds(db, 'operation_id'),
    await countHolds(db, 'added_by'),
    await countHolds(db, 'released_by'),
  ]
  const ofNone = placed.get(null) ?? 0
  placed.delete(null)
  // Found elsewhere before the record knew who found them: none is added to those any more.
  const isCounted = isShortened && !extended()
  notCovered.holds += ofNone
  if (!isCounted && ofNone !== (extended()?.elsewhere ?? 0))
    findings.push(
      `${ofNone} holds belong to no operation, and the record knows of ${extended()?.elsewhere ?? 0}: some were added or removed`,
    )
  for (const [id, holds] of placed) {
    if (operations.get(id ?? '')?.held) continue
    if (isOlder(coverage.get(id ?? ''), operations.get(id ?? ''), extended()?.sequence, isShortened))
      notCovered.holds += holds
    else findings.push(`${holds} holds of operation ${id} are in no event: they were added`)
  }
  for (const [id, holds] of [...added, ...released]) {
    const known = coverage.get(id ?? '')
    // Those of an operation that has ended are among its own digests.
    if (known === 'open' || known === 'older') notCovered.holds += holds
    else if (known === undefined)
      findings.push(`${holds} holds name operation ${id}, which there is not: they were changed or added`)
  }
  const half = await countHalfReleased(db)
  if (half > 0) findings.push(`${half} holds are said to be released, but not by what, or not when: they were changed`)
}

/** Its holds were placed before the record said so. */
const isOlder = (
  known: Coverage | undefined,
  state: RecordedState | undefined,
  extendedAt = 0,
  isShortened = false,
): boolean => known === 'older' || (known !== undefined && (isShortened || (state?.sequence ?? 0) < extendedAt))

const nameOf = ({ id, kind, actor_name, requested_at }: CoveredOperation): string =>
  `operation ${id} (${kind} by ${actor_name}, ${textTime(requested_at)})`
