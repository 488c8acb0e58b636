/**
 * What testing one term on the whole fleet works with: `hits[slot]` becomes 1 where the term holds, its sign left out. A test
 * goes over a range of slots at a time, so that a search can be left and taken up between two ranges.
 */
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import { costOf, type TextTest } from '@/lib/domain/selector/glob'
import type { CodeTest, Dictionary } from '../columns/dictionary'
import type { FleetColumns } from '../columns/fleet-columns'
import type { WorkBudget } from './work-budget'

export type FleetContext = { columns: FleetColumns; env: FactEnv; budget: WorkBudget }

/**
 * `hits` comes in zeroed. `dead[slot]` is 1 where the device no longer counts; its value in `hits` means nothing. It is
 * filled for a range just before that range is tested.
 */
export type HitsContext = FleetContext & { hits: Uint8Array; dead: Uint8Array }

/** Tests the slots in [from, to). */
export type RangeTest = (from: number, to: number) => void

/** A test of every value of a dictionary, each at most once; its work is counted. */
export function valueHits(dictionary: Dictionary, test: TextTest, { budget }: FleetContext): CodeTest {
  const cost = costOf(test)
  return dictionary.hits((folded) => {
    budget.spend(folded.length * cost)
    return test(folded)
  })
}

/** Adds the slots whose code is 1 in the table. */
export function tableHits(codes: Uint8Array, table: Uint8Array, { hits }: HitsContext): RangeTest {
  return (from, to) => {
    for (let slot = from; slot < to; slot++) hits[slot]! |= table[codes[slot]!]!
  }
}

/** Adds the slots whose code passes the test; dead slots are not tested. */
export function codeHits(codes: Uint32Array, { known, ask }: CodeTest, { hits, dead }: HitsContext): RangeTest {
  return (from, to) => {
    for (let slot = from; slot < to; slot++) {
      if (hits[slot] === 1) continue
      const code = codes[slot]!
      const hit = known[code]!
      if (hit >= 0) hits[slot] = hit
      else if (dead[slot] === 0) hits[slot] = ask(code)
    }
  }
}

/** The same range through several tests, in order. */
export function inTurn(tests: readonly RangeTest[]): RangeTest {
  return (from, to) => {
    for (const test of tests) test(from, to)
  }
}

/** Marks single devices at once; there is nothing left to test. */
export function markIds(ids: Iterable<string>, { hits, columns }: HitsContext): RangeTest {
  for (const id of ids) {
    const slot = columns.slotOf(id)
    if (slot >= 0) hits[slot] = 1
  }
  return () => {}
}
