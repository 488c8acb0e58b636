/**
 * Runs a selector over the whole fleet and remembers, per device, *which* dimensions it fails: one bit for each part, one
 * for the status, one for everything else. A device with no bit matches; a device that fails one dimension only still
 * counts in that dimension's facet, which so shows what choosing another value would give.
 */

import type { Slices } from '@/lib/concurrency/cooperative'
import type { Term } from '@/lib/domain/selector/term'
import { factHits } from './fact-hits'
import type { FleetContext } from './hits'
import { idHits } from './id-hits'
import type { Scratch } from './scratch'

/** Slots between two steps. */
export const STEP_SLOTS = 4_096

/** Bit of each dimension: parts in order, then status, then the rest. */
export const dimensionBit = (dimension: number) => 1 << dimension

/**
 * One word of bits per slot (in `scratch.failed`); at least one bit for free slots. Once a device cannot count any more,
 * nothing is asked of it.
 */
export function* failedDimensions(
  terms: readonly Term[],
  context: FleetContext,
  { failed, hits, dead }: Scratch,
): Slices<Uint32Array> {
  const { columns } = context
  const { slotsEnd } = columns
  const restBit = dimensionBit(columns.parts.length + 1)
  failed.fill(0, 0, slotsEnd)
  if (columns.size < slotsEnd)
    for (let slot = 0; slot < slotsEnd; slot++) if (columns.isFree(slot)) failed[slot] = restBit
  for (const term of terms.toSorted((a, b) => COST[a.kind] - COST[b.kind])) {
    hits.fill(0, 0, slotsEnd)
    const hitsContext = { ...context, hits, dead }
    const test = (idHits(term, hitsContext) ?? factHits(term, hitsContext))!
    const bit = bitOf(term, columns.parts)
    const failing = term.negated ? 1 : 0
    for (let from = 0; from < slotsEnd; from += STEP_SLOTS) {
      const to = Math.min(from + STEP_SLOTS, slotsEnd)
      markDead(failed, dead, restBit, from, to)
      test(from, to)
      for (let slot = from; slot < to; slot++) if (hits[slot] === failing) failed[slot]! |= bit
      yield
    }
  }
  return failed
}

function bitOf(term: Term, parts: readonly string[]): number {
  if (term.kind === 'part') return dimensionBit(parts.indexOf(term.name))
  return dimensionBit(term.kind === 'status' ? parts.length : parts.length + 1)
}

function markDead(failed: Uint32Array, dead: Uint8Array, restBit: number, from: number, to: number): void {
  for (let slot = from; slot < to; slot++) {
    const bits = failed[slot]!
    dead[slot] = (bits & restBit) !== 0 || (bits & (bits - 1)) !== 0 ? 1 : 0
  }
}

/** Cheap terms first: they spare the dear ones most of the fleet. */
const COST: Record<Term['kind'], number> = {
  id: 0,
  status: 0,
  shape: 0,
  decision: 0,
  op: 1,
  seen: 1,
  created: 1,
  code: 1,
  part: 2,
  segment: 3,
  whole: 3,
  word: 4,
  stop: 5,
}

/** Matching slots in the order given: a view of `scratch.slots`. */
export function* matchingSlots(failed: Uint32Array, order: Uint32Array, { slots }: Scratch): Slices<Uint32Array> {
  let size = 0
  for (let from = 0; from < order.length; from += STEP_SLOTS) {
    size = addMatching(failed, order, slots, size, from, Math.min(from + STEP_SLOTS, order.length))
    yield
  }
  return slots.subarray(0, size)
}

function addMatching(
  failed: Uint32Array,
  order: Uint32Array,
  slots: Uint32Array,
  size: number,
  from: number,
  to: number,
): number {
  let end = size
  for (let index = from; index < to; index++) {
    const slot = order[index]!
    if (failed[slot] === 0) slots[end++] = slot
  }
  return end
}
