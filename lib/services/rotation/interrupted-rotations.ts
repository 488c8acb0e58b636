import { consoleOrigin } from '@/lib/audit/audit-log'
import { interruptedKeyRotations } from '@/lib/store/key-rotations/key-rotations'
import type { Deps } from '../context'
import { settleRotation } from './settle-rotation'

/**
 * What was under way when the console ended has an unknown outcome: the call may have been made, and its reply is lost. Nothing is sent:
 * a person recovers it.
 */
export async function settleInterruptedRotations({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    for (const row of await interruptedKeyRotations(tx))
      await settleRotation(tx, consoleOrigin(row.org_id, clock.now()), row, {
        outcome: 'unknown',
        fault: 'console-ended',
      })
  })
}
