/** Events older than the kept time are dropped from the front of every chain once they are anchored. */
import type { KeyObject } from 'node:crypto'
import {
  dropEventsUntil,
  headsUntil,
  listCheckpoints,
  putCheckpoints,
  sequenceBefore,
} from '@/lib/store/audit/audit-chain-heads'
import type { Store } from '@/lib/store/rows/db'
import { signCheckpoint } from './checkpoint'

/**
 * The newest anchored event stays: it shows at every start that the record is the one that was anchored.
 * @param anchoredUntil sequence of the newest anchored event. Times in epoch ms. @returns how many events were dropped.
 */
export async function dropOldEvents(
  store: Store,
  key: KeyObject,
  { olderThan, anchoredUntil, now }: { olderThan: number; anchoredUntil: number; now: number },
): Promise<number> {
  const until = Math.min(anchoredUntil - 1, await sequenceBefore(store.reads, olderThan))
  if (until <= 0) return 0
  return store.db.transaction().execute(async (tx) => {
    const rows = new Map((await listCheckpoints(tx)).map((row) => [row.chain, row]))
    for (const head of await headsUntil(tx, until))
      rows.set(head.chain, { ...head, at: now, signed: JSON.stringify(signCheckpoint(key, head, now)) })
    await putCheckpoints(tx, [...rows.values()])
    return dropEventsUntil(tx, until)
  })
}
