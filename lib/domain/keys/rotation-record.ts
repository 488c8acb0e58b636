/** What the record has of the rotation of a key. The key itself is never in it. */
import type { RotatedKind } from './rotation'

/** `name`: of an agent key. `recovers`: the rotation whose reply was lost. */
export type KeyRotationData = {
  rotationId: string
  of: RotatedKind
  name: string | null
  overlapSeconds: number
  recovers?: string
}

/** `unknown`: the reply was lost, or the new key did not answer. `code`: why it is not done. */
type Outcome = { outcome: 'done' | 'refused' | 'unknown'; code?: string }

/** `previousUntil`: until when the replaced key works, in ISO 8601. */
export type SettledRotation = KeyRotationData &
  (Outcome | { outcome: 'closed'; code?: string }) & { previousUntil?: string }

export type EndedPrevious = KeyRotationData & Outcome
