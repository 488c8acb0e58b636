import type { Store } from '@/lib/store/rows/db'
import { countEvents, reopenings } from './crash-report'

/** Operation, device, outcome, and how often the operation was opened again by then. */
export type SeenOutcome = [operationId: string, deviceId: string, outcome: string, reopened: number]
export type Seen = { outcomes: SeenOutcome[]; holds: string[] }

/** @returns a look that gives what is new since the look before: outcomes, and the ids of holds in force. */
export function createOutcomeObserver(reads: Store['reads']): () => Promise<Seen | null> {
  const known = new Set<string>()
  const isNew = (key: string): boolean => known.size !== known.add(key).size
  return async () => {
    // Counted before: an outcome that changes after this look is then known to have been opened again.
    const reopened = reopenings(await countEvents(reads))
    const items = await reads
      .selectFrom('operation_items')
      .select(['operation_id', 'device_id', 'outcome'])
      .where('outcome', '!=', 'pending')
      .execute()
    const holds = await reads.selectFrom('holds').select('id').where('released_at', 'is', null).execute()
    const outcomes = items.flatMap(({ operation_id: id, device_id: deviceId, outcome }): SeenOutcome[] => {
      const seen: SeenOutcome = [id, deviceId, outcome, reopened.get(id) ?? 0]
      return isNew(seen.join(' ')) ? [seen] : []
    })
    const inForce = holds.map((hold) => hold.id).filter((id) => isNew(id))
    return outcomes.length + inForce.length > 0 ? { outcomes, holds: inForce } : null
  }
}
