import type { KeyRotationData } from '@/lib/domain/keys/rotation-record'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'

/** What the record says of a rotation in each of its events. */
export const rotationData = (row: KeyRotationRow): KeyRotationData => ({
  rotationId: row.id,
  of: row.kind,
  name: row.key_name,
  overlapSeconds: row.overlap_seconds,
  ...(row.recovers === null ? {} : { recovers: row.recovers }),
})
