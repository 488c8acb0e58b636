/** What a hold means for a restore that is about to be requested. The same rule for the review and for its figures. */
import type { Hold } from './devices'
import type { Stays } from './selection'

/**
 * - `released`: the restore releases it. - `released-if-named`: the revoke of another person, released if the restore names it.
 * - `stays`: the restore does not release it.
 */
export type HoldEffect = 'released' | 'released-if-named' | 'stays'

/** `own`: the person who requests the restore placed it. @param undoes the operation that the restore takes back: it releases nothing else. */
export function holdEffect(
  { kind, operationId, own }: Pick<Hold, 'kind' | 'operationId'> & { own: boolean },
  undoes?: string,
): HoldEffect {
  if (undoes !== undefined) return operationId === undoes ? 'released' : 'stays'
  if (kind === 'elsewhere' || (kind === 'operation' && own)) return 'released'
  return kind === 'operation' && operationId !== null ? 'released-if-named' : 'stays'
}

export const NONE_STAYS: Stays = { always: 0, unlessNamed: [] }

/** How many stay stopped after a restore that names these operations. A device goes when all that hold it were named. */
export function staying({ always, unlessNamed }: Stays, releases: readonly string[]): number {
  const kept = unlessNamed.filter((group) => group.releases.some((id) => !releases.includes(id)))
  return kept.reduce((sum, { devices }) => sum + devices, always)
}
