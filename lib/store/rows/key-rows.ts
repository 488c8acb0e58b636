/** Rows about keys. No text of a key is in any of them, but for the sealed one of an org. */
import type { RotatedKind, RotationState } from '@/lib/domain/keys/rotation'

export type OrgKeyRow = { org_id: string; ciphertext: string; updated_at: number }

/**
 * A rotation of a key, as far as it is known. `key_id`: the agent key that was replaced, `new_key_id` the one in its place; null for the org
 * key. `settled_at`: when `state` became what it is, null while the call is under way. `recovers`: the rotation whose reply was lost.
 * `recover_before`: so long the key works that was in use before the first call of which nothing is known.
 */
export type KeyRotationRow = {
  id: string
  org_id: string
  kind: RotatedKind
  key_id: string | null
  key_name: string | null
  new_key_id: string | null
  overlap_seconds: number
  reason: string
  user_id: string
  actor_name: string
  requested_at: number
  recover_before: number
  state: RotationState
  settled_at: number | null
  previous_until: number | null
  previous_ended_at: number | null
  recovers: string | null
  fault: string | null
}

/** `number`: of the last event of keys of the org's authority that the audit log has. */
export type KeyEventMarkRow = { org_id: string; number: number }
