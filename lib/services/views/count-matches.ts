import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OrgContext } from '../context'

type Counted = { count: number; at: number; ms: number; version: number }

/** Counts by selector, shared by all who look. An org's go with it. */
const counted = new WeakMap<OrgRuntime, Map<string, Counted>>()

const FRESH_MS = 10_000
/** Of all time at most one part in so many is spent on counting one view. */
const REST_TIMES = 50
const KEPT_MAX = 1_000

/**
 * How many devices match a selector. Counted anew only if the fleet has changed and some seconds have passed, the more of them the
 * longer it took: a hundred views over a large fleet must leave time for everything else.
 * @throws InvalidInput for a selector that does not parse, or costs too much.
 */
export async function countMatches({ deps, org }: Pick<OrgContext, 'deps' | 'org'>, selector: string): Promise<number> {
  const kept = counted.get(org) ?? new Map<string, Counted>()
  counted.set(org, kept)
  const now = deps.clock.now()
  const known = kept.get(selector)
  const ageMs = known ? now - known.at : Number.POSITIVE_INFINITY
  if (known && ageMs >= 0 && ageMs < FRESH_MS + REST_TIMES * known.ms && known.version === org.fleet.version)
    return known.count
  if (known && ageMs >= 0 && ageMs < REST_TIMES * known.ms) return known.count
  const startedAt = performance.now()
  const terms = readSelector(org, selector)
  const env = await fleetEnv(deps.store.reads, org, terms, now)
  const { version } = org.fleet
  const { total } = await org.searches.find(org.fleet, selector, { terms, env, sort: { by: 'id', direction: 'asc' } })
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(selector, { count: total, at: now, ms: performance.now() - startedAt, version })
  return total
}
