/** Rotation of keys as the API sends it. Times are ISO 8601. */
import type { RotatedKind, RotationState } from '../keys/rotation'
import type { Person } from '../operation'

/** `fault`: why it is not done. `previousUntil`: until when the replaced key works, null where that is not known or over. */
export type RotationView = {
  id: string
  kind: RotatedKind
  keyId: string | null
  keyName: string | null
  newKeyId: string | null
  overlapSeconds: number
  reason: string
  by: Person
  requestedAt: string
  state: RotationState
  previousUntil: string | null
  previousEndedAt: string | null
  recovers: string | null
  /** Of an unknown one: the previous key works at least so long, and with it another rotation recovers this one. */
  recoverBefore: string | null
  fault: string | null
}

/** The latest first. `agentsHoldOrgKey`: this authority has no agent keys, so that every agent holds the org key. */
export type Rotations = { rotations: RotationView[]; agentsHoldOrgKey: boolean | null }

/** `text` is in the first answer alone, and null where agents do not need it. */
export type Rotated = { rotation: RotationView; text: string | null }

/** `lastValidatedAt`: by the authority's clock. */
export type KeyUserView = { deviceId: string; lastValidatedAt: string | null; revoked: boolean; asking: boolean }

/**
 * Which devices last asked with a key.
 * - `keys`: the authority notes the key of each validate. `current`: on it; `replaced`: last seen on one that it replaced, `asking` of them
 *   since it was made; `unknown`: validated before the authority noted keys, and not since. Of each list the latest 500 by name.
 * - `times`: it does not. `back`: validated since no previous key works, with whichever key that was; `quiet`: active, and not seen since;
 *   `unknown`: the authority does not report when they validated.
 */
export type KeyUsersView =
  | {
      from: 'keys'
      counts: { current: number; replaced: number; asking: number; unknown: number }
      current: KeyUserView[]
      replaced: KeyUserView[]
      previousUntil: string | null
      /** Until when the org key of this console works; null: nothing has replaced it. */
      ownKeyUntil: string | null
    }
  | {
      from: 'times'
      /** When the last previous key ended; null while that is not over, or no rotation is known. */
      endedAt: string | null
      counts: { back: number; quiet: number; active: number; unknown: number }
      quiet: KeyUserView[]
    }
