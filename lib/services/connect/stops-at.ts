import type { StopAtDecision } from '@/lib/domain/wire/decisions'
import type { Decision } from '@/lib/machineid/keys/agent-access'
import { orgTurnsBefore } from '@/lib/store/ending-operations'
import { holdsWithin } from '@/lib/store/holds'
import type { OrgContext } from '../context'
import { viewHold } from '../devices/device-services'
import { iso } from './iso'

/**
 * What kept a device stopped at the time of each decision: its holds of then, as its page shows those of now, and a stop of the
 * whole org. Times are those of the authority beside those of the console: where their clocks differ, so may the answer.
 */
export async function stopsAt(
  { deps, org }: OrgContext,
  decisions: readonly Decision[],
): Promise<(decision: Decision) => StopAtDecision[]> {
  const times = decisions.flatMap(({ at }) => at ?? [])
  if (times.length === 0) return () => []
  const { reads } = deps.store
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const ids = new Set(decisions.flatMap(({ deviceId, deviceIdCut }) => (deviceIdCut ? [] : (deviceId ?? []))))
  const holds = await holdsWithin(reads, org.row.id, [...ids], from, to)
  const turns = await orgTurnsBefore(reads, org.row.id, to)
  return ({ deviceId, at }) => {
    if (typeof at !== 'number') return []
    const held = holds
      .filter((row) => row.device_id === deviceId && row.placed_at <= at && (row.released_at ?? at) >= at)
      .map((row): StopAtDecision => {
        const { kind, operationId, by, placedAt, reason } = viewHold(row)
        return { kind, operationId, by, since: placedAt, reason, releasedAt: iso(row.released_at) }
      })
    const before = turns.findIndex(({ accepted_at }) => (accepted_at as number) <= at)
    const turn = turns[before]
    if (turn?.kind !== 'disable') return held
    const org: StopAtDecision = {
      kind: 'disable',
      operationId: turn.id,
      by: { id: turn.user_id, name: turn.actor_name },
      since: iso(turn.accepted_at) as string,
      reason: turn.reason,
      releasedAt: iso(turns[before - 1]?.accepted_at ?? null),
    }
    return [org, ...held]
  }
}
