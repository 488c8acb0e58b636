import { InvalidInput } from '@/lib/domain/errors'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import type { OrgContext } from '../context'

/** A fleet that has not changed is counted again after this: a selector may name times. */
const FRESH_MS = 10_000
/** After counting, so many times as long as it took: a hundred views over a large fleet leave time for everything else. */
const REST_TIMES = 50
const KEPT_MAX = 1_000

type Context = Pick<OrgContext, 'deps' | 'org'>

/**
 * How many devices match a selector: counted once for all who look, and anew if the fleet has changed, but for a pause that grows
 * with what it costs. @throws InvalidInput for a selector that does not parse, or costs too much.
 */
export async function countMatches({ deps, org }: Context, selector: string): Promise<number> {
  const { matchCounts: kept } = org
  const now = deps.clock.now()
  const known = kept.get(selector)
  const restMs = known ? REST_TIMES * known.ms + (known.version === org.fleet.version ? FRESH_MS : 0) : 0
  // A clock that was set back keeps no old count.
  if (known && now >= known.at && now - known.at < restMs) return known.count
  const startedAt = performance.now()
  const terms = readSelector(org, selector)
  const env = await fleetEnv(deps.store.reads, org, terms, now)
  const { version } = org.fleet
  const { total } = await org.searches.find(org.fleet, selector, { terms, env, sort: { by: 'id', direction: 'asc' } })
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(selector, { count: total, at: now, ms: performance.now() - startedAt, version })
  return total
}

/** `count` null: nothing was read yet, or the selector has a `fault`, for instance since the pattern of the ids has changed. */
export type Cover = { count: number | null; fault: string | null }

/** What a stored selector covers now. */
export async function coverOf(context: Context, selector: string): Promise<Cover> {
  if (context.org.reading.readAt === null) return { count: null, fault: null }
  try {
    return { count: await countMatches(context, selector), fault: null }
  } catch (error) {
    if (error instanceof InvalidInput) return { count: null, fault: error.detail }
    throw error
  }
}
