/**
 * Searches for the list of devices. What was found is kept while the fleet is the same, so that scrolling and polling do not
 * search again; a selector that time, a stop or an operation changes is always searched.
 */
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import type { Term } from '@/lib/domain/selector/term'
import type { FleetIndex } from '../fleet/fleet-index'
import type { FleetMatch } from '../fleet/fleet-searches'
import type { FleetSort } from '../fleet/sort-slots'

const KEPT_MAX = 8
const CHANGING: ReadonlySet<Term['kind']> = new Set(['seen', 'created', 'stop', 'op'])

const KEPT = new WeakMap<FleetIndex, Map<string, FleetMatch>>()

/** Rejects with InvalidInput when the selector costs too much. */
export async function findDevices(
  fleet: FleetIndex,
  text: string,
  query: { terms: readonly Term[]; env: FactEnv; sort: FleetSort },
): Promise<FleetMatch> {
  if (query.terms.some(({ kind }) => CHANGING.has(kind))) return fleet.find(query)
  const kept = KEPT.get(fleet) ?? new Map<string, FleetMatch>()
  KEPT.set(fleet, kept)
  const key = JSON.stringify([text, query.sort])
  const known = kept.get(key)
  if (known?.version === fleet.version) return known
  const found = await fleet.find(query)
  for (const [other, match] of kept) if (match.version !== fleet.version || kept.size > KEPT_MAX) kept.delete(other)
  kept.set(key, found)
  return found
}
