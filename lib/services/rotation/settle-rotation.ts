import { type Origin, record } from '@/lib/audit/audit-log'
import { changeKeyRotation, type KeyRotationChange } from '@/lib/store/key-rotations/key-rotations'
import type { Db } from '@/lib/store/rows/db'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import { rotationData } from './rotation-data'

export type Outcome = {
  outcome: 'done' | 'refused' | 'unknown' | 'closed'
  fault?: string
  newKeyId?: string | null
  previousUntil?: number | null
}

/** What became of a rotation, in the row and in the record. @param tx the transaction in which a new org key is kept, if it is one. */
export async function settleRotation(
  tx: Db,
  origin: Origin,
  row: KeyRotationRow,
  ended: Outcome,
): Promise<KeyRotationRow> {
  const { outcome, fault = null, newKeyId = null, previousUntil = null } = ended
  const change = {
    state: outcome,
    settled_at: origin.at,
    fault,
    new_key_id: newKeyId,
    previous_until: previousUntil,
  } satisfies KeyRotationChange
  await changeKeyRotation(tx, row.org_id, row.id, change)
  // A recovery that was lost too takes the place of what it was to recover.
  if (outcome !== 'refused' && row.recovers !== null)
    await changeKeyRotation(tx, row.org_id, row.recovers, { state: 'recovered' })
  await record(tx, origin, 'key.rotation-settled', {
    ...rotationData(row),
    outcome,
    ...(fault === null ? {} : { code: fault }),
    ...(previousUntil === null ? {} : { previousUntil: new Date(previousUntil).toISOString() }),
  })
  return { ...row, ...change }
}
