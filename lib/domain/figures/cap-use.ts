/** How much of a plan's cap is used, from what the authority said of it. The cap counts active devices. */

/** `limit` null: no cap. `remaining` is negative if more are active than the cap allows. `fraction` of a cap of 0 is 1. */
export type CapUse =
  | { state: 'unknown' }
  | { state: 'none'; used: number | null }
  | { state: CapState; used: number; limit: number; remaining: number; fraction: number }

type CapState = 'free' | 'near' | 'reached' | 'over'

export const CAP_NEAR = 0.9

type Said = { limit?: number | null; used?: number; remaining?: number | null }

/** @param active devices as last read: the use, if the authority does not say it. */
export function capUse(cap: Said | null, active: number | undefined): CapUse {
  const used = cap?.used ?? active ?? null
  if (!cap || cap.limit === undefined) return { state: 'unknown' }
  const { limit } = cap
  if (limit === null) return { state: 'none', used }
  if (used === null) return { state: 'unknown' }
  const remaining = cap.remaining ?? limit - used
  const fraction = limit > 0 ? used / limit : 1
  return { state: stateOf(remaining, fraction), used, limit, remaining, fraction }
}

function stateOf(remaining: number, fraction: number): CapState {
  if (remaining < 0) return 'over'
  if (remaining === 0) return 'reached'
  return fraction >= CAP_NEAR ? 'near' : 'free'
}

type Sampled = { at: number; active: number; cap: number | null }

/**
 * Since when at least `CAP_NEAR` of the cap is used, in epoch ms; null if the last sample does not show it. `isOlder`: so
 * already in the oldest sample. @param samples oldest first.
 */
export function capNearSince(samples: readonly Sampled[]): { at: number; isOlder: boolean } | null {
  const isNear = ({ active, cap }: Sampled) => cap !== null && active >= cap * CAP_NEAR
  const before = samples.findLastIndex((sample) => !isNear(sample))
  const first = samples[before + 1]
  return first ? { at: first.at, isOlder: before < 0 } : null
}
