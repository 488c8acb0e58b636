/** What a hold means for a restore that is about to be requested. The same rule for the review and for its figures. */
import type { Hold } from './devices'
import type { Stays } from './selection'

/**
 * - `no`: the restore releases it. - `unless-named`: the revoke of another person, released where the restore names it.
 * - `yes`: a restore does not release it; only ending its operation does.
 */
export type HoldEffect = 'no' | 'unless-named' | 'yes'

/** `own`: the person who requests the restore placed it. @param undoes the operation that the restore takes back: it releases nothing else. */
export function holdEffect(
  { kind, operationId, own }: Pick<Hold, 'kind' | 'operationId'> & { own: boolean },
  undoes?: string,
): HoldEffect {
  if (undoes !== undefined) return operationId === undoes ? 'no' : 'yes'
  if (kind === 'elsewhere' || (kind === 'operation' && own)) return 'no'
  return kind === 'operation' && operationId !== null ? 'unless-named' : 'yes'
}

export const NONE_STAYS: Stays = { always: 0, unlessNamed: [] }

/** How many stay stopped after a restore that names these operations. A device goes when all that hold it were named. */
export function staying({ always, unlessNamed }: Stays, releases: readonly string[]): number {
  const kept = unlessNamed.filter((group) => group.releases.some((id) => !releases.includes(id)))
  return kept.reduce((sum, { devices }) => sum + devices, always)
}
