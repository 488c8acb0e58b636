/** Counts per value of each part and of the status, each dimension leaving its own terms out. */
import type { Slices } from '@/lib/concurrency/cooperative'
import { STATUS_CODES } from '../columns/device-facts'
import type { FleetColumns } from '../columns/fleet-columns'
import { dimensionBit, STEP_SLOTS } from './fleet-matches'

/** Values by falling count, then by name. `truncated`: there are more than shown. */
export type Facet = { name: string; values: { value: string; count: number }[]; truncated: boolean }

const FACET_VALUES_MAX = 50
/** A part with more values than this (one per device, say) is no facet. */
const FACET_DISTINCT_MAX = 2_000

type Counting = {
  name: string
  shown: (code: number) => string
  codes: Uint32Array | Uint8Array
  bit: number
  counts: Uint32Array
}

export function* countFacets(columns: FleetColumns, failed: Uint32Array, order: Uint32Array): Slices<Facet[]> {
  const parts = columns.parts.flatMap((name, part): Counting[] => {
    const dictionary = columns.dictionaries[part]!
    const { size, codesEnd } = dictionary
    if (size > FACET_DISTINCT_MAX) return []
    const shown = (code: number) => dictionary.shown(code)
    return [{ name, shown, codes: columns.codes[part]!, bit: dimensionBit(part), counts: new Uint32Array(codesEnd) }]
  })
  const status: Counting = {
    name: 'status',
    shown: (code) => STATUS_CODES[code]!,
    codes: columns.facts.status,
    bit: dimensionBit(columns.parts.length),
    counts: new Uint32Array(STATUS_CODES.length),
  }
  for (let from = 0; from < order.length; from += STEP_SLOTS) {
    const to = Math.min(from + STEP_SLOTS, order.length)
    for (const each of [...parts, status]) countCodes(each, failed, order, from, to)
    yield
  }
  for (const { counts } of parts) counts[0] = 0
  return [...parts, status].map(toFacet)
}

function countCodes(
  { codes, counts, bit }: Counting,
  failed: Uint32Array,
  order: Uint32Array,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const slot = order[index]!
    if ((failed[slot]! & ~bit) === 0) counts[codes[slot]!]!++
  }
}

function toFacet({ name, shown, counts }: Counting): Facet {
  const values = Array.from(counts, (count, code) => ({ code, count }))
    .filter(({ count }) => count > 0)
    .map(({ code, count }) => ({ value: shown(code), count }))
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return { name, values: values.slice(0, FACET_VALUES_MAX), truncated: values.length > FACET_VALUES_MAX }
}
