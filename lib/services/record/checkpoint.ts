/**
 * Retention. Events older than the kept time are dropped from the front of every chain once they are anchored; a checkpoint,
 * signed like an anchor, says where each chain goes on.
 */
import type { KeyObject } from 'node:crypto'
import { AppError } from '@/lib/domain/errors'
import { dropEventsUntil, headsUntil, listCheckpoints, putCheckpoints, sequenceBefore } from '@/lib/store/audit-heads'
import type { Store } from '@/lib/store/open-store'
import type { AuditCheckpointRow, AuditHeadRow } from '@/lib/store/schema'
import { isSignedBy, parseAnchor, signAnchor } from './anchor'

/** Where each chain begins. @throws AppError `conflict` when a checkpoint is not signed with the key. */
export function startHeads(rows: readonly AuditCheckpointRow[], publicKey: KeyObject): AuditHeadRow[] {
  return rows.map(({ chain, sequence, hash, signed }) => {
    const checkpoint = parseAnchor(signed)
    const head = checkpoint?.heads.find((each) => each.chain === chain)
    if (!checkpoint || !isSignedBy(publicKey, checkpoint) || head?.sequence !== sequence || head.hash !== hash)
      throw new AppError('conflict', 'The checkpoint that replaces dropped events is not signed with this key.')
    return { chain, sequence, hash }
  })
}

/** @param anchoredUntil sequence of the newest anchored event. @returns how many events were dropped. */
export async function dropOldEvents(
  store: Store,
  key: KeyObject,
  { olderThan, anchoredUntil, now }: { olderThan: number; anchoredUntil: number; now: number },
): Promise<number> {
  const until = Math.min(anchoredUntil, await sequenceBefore(store.reads, olderThan))
  if (until <= 0) return 0
  return store.db.transaction().execute(async (tx) => {
    const known = new Map(
      (await listCheckpoints(tx)).map(({ chain, sequence, hash }) => [chain, { chain, sequence, hash }]),
    )
    for (const head of await headsUntil(tx, until)) known.set(head.chain, head)
    const heads = [...known.values()]
    const signed = JSON.stringify(signAnchor(key, heads, null, now))
    await putCheckpoints(
      tx,
      heads.map((head) => ({ ...head, at: now, signed })),
    )
    return dropEventsUntil(tx, until)
  })
}
