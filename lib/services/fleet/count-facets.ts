/** Counts per value of each part and of the status, each dimension leaving its own terms out. */
import { type FleetColumns, STATUS_CODES } from './fleet-columns'
import { dimensionBit } from './fleet-matches'

/** Values by falling count, then by name. `truncated`: there are more than shown. */
export type Facet = { name: string; values: { value: string; count: number }[]; truncated: boolean }

const FACET_VALUES_MAX = 50
/** A part with more values than this (one per device, say) is no facet. */
const FACET_DISTINCT_MAX = 2_000

export function countFacets(columns: FleetColumns, failed: Uint32Array, order: Uint32Array): Facet[] {
  const parts = columns.parts.flatMap((name, part) => {
    const dictionary = columns.dictionaries[part]!
    if (dictionary.size > FACET_DISTINCT_MAX) return []
    const counts = countCodes(columns.codes[part]!, dictionary.codesEnd, dimensionBit(part), failed, order)
    counts[0] = 0
    return [toFacet(name, dictionary.shown, counts)]
  })
  const statusBit = dimensionBit(columns.parts.length)
  const statuses = countCodes(columns.status, STATUS_CODES.length, statusBit, failed, order)
  return [...parts, toFacet('status', STATUS_CODES, statuses)]
}

function countCodes(
  codes: Uint32Array | Uint8Array,
  codesEnd: number,
  bit: number,
  failed: Uint32Array,
  order: Uint32Array,
): Uint32Array {
  const counts = new Uint32Array(codesEnd)
  for (let index = 0; index < order.length; index++) {
    const slot = order[index]!
    if ((failed[slot]! & ~bit) === 0) counts[codes[slot]!]!++
  }
  return counts
}

function toFacet(name: string, shown: readonly string[], counts: Uint32Array): Facet {
  const values = Array.from(counts, (count, code) => ({ value: shown[code]!, count })).filter(({ count }) => count > 0)
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return { name, values: values.slice(0, FACET_VALUES_MAX), truncated: values.length > FACET_VALUES_MAX }
}
