import type { RotationView } from '@/lib/domain/wire/rotation'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

export const viewRotation = (row: KeyRotationRow): RotationView => ({
  id: row.id,
  kind: row.kind,
  keyId: row.key_id,
  keyName: row.key_name,
  newKeyId: row.new_key_id,
  overlapSeconds: row.overlap_seconds,
  reason: row.reason,
  by: { id: row.user_id, name: row.actor_name },
  requestedAt: new Date(row.requested_at).toISOString(),
  state: row.state,
  previousUntil: iso(row.previous_until),
  previousEndedAt: iso(row.previous_ended_at),
  recovers: row.recovers,
  recoverBefore: row.state === 'unknown' ? iso(row.recover_before) : null,
  fault: row.fault,
})
