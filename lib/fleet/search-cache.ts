/**
 * Searches for the list of devices. What was found is kept while the fleet is the same, so that scrolling and polling do not
 * search again; a selector that time, a stop or an operation changes is always searched.
 */
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import type { Term } from '@/lib/domain/selector/term'
import type { FleetIndex } from './fleet-index'
import type { FleetMatch } from './search/fleet-searches'
import type { FleetSort } from './search/sort-slots'

const KEPT_MAX = 8
const CHANGING: ReadonlySet<Term['kind']> = new Set(['seen', 'created', 'stop', 'op'])

type Query = { terms: readonly Term[]; env: FactEnv; sort: FleetSort }

export type SearchCache = {
  /** Rejects with InvalidInput when the selector costs too much. @param text of the selector. */
  find: (fleet: FleetIndex, text: string, query: Query) => Promise<FleetMatch>
}

export function createSearchCache(): SearchCache {
  const kept = new Map<string, FleetMatch>()
  return {
    async find(fleet, text, query) {
      if (query.terms.some(({ kind }) => CHANGING.has(kind))) return fleet.find(query)
      const key = JSON.stringify([text, query.sort])
      const known = kept.get(key)
      if (known?.version === fleet.version) return known
      const found = await fleet.find(query)
      for (const [other, match] of kept) if (match.version !== fleet.version || kept.size > KEPT_MAX) kept.delete(other)
      kept.set(key, found)
      return found
    },
  }
}
