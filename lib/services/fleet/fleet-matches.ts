/**
 * Runs a selector over the whole fleet and remembers, per device, *which* dimensions it fails: one bit for each part, one
 * for the status, one for everything else. A device with no bit matches; a device that fails one dimension only still
 * counts in that dimension's facet, which so shows what choosing another value would give.
 */
import type { Term } from '@/lib/domain/selector/term'
import { type FleetContext, termHits } from './term-hits'

/** Bit of each dimension: parts in order, then status, then the rest. */
export const dimensionBit = (dimension: number) => 1 << dimension

/** One word of bits per slot; at least one bit for free slots. Once a device cannot count any more, nothing is asked of it. */
export function failedDimensions(terms: readonly Term[], context: FleetContext): Uint32Array {
  const { columns } = context
  const failed = new Uint32Array(columns.slotsEnd)
  const statusBit = dimensionBit(columns.parts.length)
  const restBit = dimensionBit(columns.parts.length + 1)
  for (const slot of columns.freeSlots) failed[slot] = restBit
  const hits = new Uint8Array(columns.slotsEnd)
  const dead = new Uint8Array(columns.slotsEnd)
  for (const term of terms.toSorted((a, b) => COST[a.kind] - COST[b.kind])) {
    hits.fill(0)
    for (let slot = 0; slot < failed.length; slot++) {
      const bits = failed[slot]!
      dead[slot] = (bits & restBit) !== 0 || (bits & (bits - 1)) !== 0 ? 1 : 0
    }
    termHits(term, hits, { ...context, dead })
    const bit =
      term.kind === 'part'
        ? dimensionBit(columns.parts.indexOf(term.name))
        : term.kind === 'status'
          ? statusBit
          : restBit
    const failing = term.negated ? 1 : 0
    for (let slot = 0; slot < failed.length; slot++) if (hits[slot] === failing) failed[slot]! |= bit
  }
  return failed
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

/** Matching slots in the order given. */
export function matchingSlots(failed: Uint32Array, order: Uint32Array): Uint32Array {
  const slots = new Uint32Array(order.length)
  let size = 0
  for (let index = 0; index < order.length; index++) {
    const slot = order[index]!
    if (failed[slot] === 0) slots[size++] = slot
  }
  return slots.subarray(0, size)
}
