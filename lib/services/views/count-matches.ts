import { InvalidInput } from '@/lib/domain/errors'
import type { SomeDevices } from '@/lib/fleet/search/some-devices'
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
 * with what it costs. @param restMs the least pause, for a list that many look at. @throws InvalidInput for a selector that does
 * not parse, or costs too much.
 */
export async function countMatches(context: Context, selector: string, restMs = 0): Promise<number> {
  const { matchCounts: kept, countings, fleet } = context.org
  const now = context.deps.clock.now()
  const known = kept.get(selector)
  const isSame = known?.version === fleet.version
  const pauseMs = known ? Math.max(restMs, REST_TIMES * known.ms) + (isSame ? FRESH_MS : 0) : 0
  // A clock that was set back keeps no old count.
  if (known && now >= known.at && now - known.at < pauseMs) return known.count
  const underWay = countings.get(selector)
  if (underWay) return underWay
  const counting = countMatchesOf(context, selector)
    .then(({ total }) => total)
    .finally(() => countings.delete(selector))
  countings.set(selector, counting)
  return counting
}

/**
 * How many devices match a selector, and how many of some, counted anew; the first number is kept for all who look.
 * @throws InvalidInput as `countMatches` does.
 */
export async function countMatchesOf({ deps, org }: Context, selector: string, some?: SomeDevices) {
  const now = deps.clock.now()
  const startedAt = performance.now()
  const terms = readSelector(org, selector)
  const env = await fleetEnv(deps.store.reads, org, terms, now)
  const { version } = org.fleet
  const counted = await org.fleet.count({ terms, env }, some)
  const { matchCounts: kept } = org
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(selector, { count: counted.total, at: now, ms: performance.now() - startedAt, version })
  return counted
}

/** `count` null: nothing was read yet, or the selector has a `fault`, for instance since the pattern of the ids has changed. */
export type Cover = { count: number | null; fault: string | null }

/** What a stored selector covers now. @param restMs as for `countMatches`. */
export async function coverOf(context: Context, selector: string, restMs?: number): Promise<Cover> {
  if (context.org.reading.readAt === null) return { count: null, fault: null }
  try {
    return { count: await countMatches(context, selector, restMs), fault: null }
  } catch (error) {
    if (error instanceof InvalidInput) return { count: null, fault: error.detail }
    throw error
  }
}
