/**
 * A frozen selection under review, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { IdGroup } from '../ids/groups-of-ids'
import type { Person } from '../operation'
import type { Hold, Lookalikes } from './devices'
import type { Reading } from './org-state'

/** The review of a frozen selection: what was seen is what is acted on. */
export type Selection = {
  selectionId: string
  digest: string
  /** Null where ids were ticked. */
  selector: string | null
  wholeFleet: boolean
  count: number
  groups: IdGroup[]
  active: number
  revoked: number
  unknown: number
  /** Live holds on these devices, by the operation that placed them; they may keep devices from being restored. */
  holds: {
    operationId: string | null
    kind: Hold['kind']
    by: Person
    placedAt: string
    reason: string | null
    devices: number
    own: boolean
  }[]
  /**
   * How many of the revoked would not fit under the cap after a restore, without those that another's hold keeps stopped
   * anyway; null where the cap is unknown.
   */
  overCap: number | null
  /** The same after every hold of others was released that a review may name: the most that it can be. */
  overCapMost?: number | null
  /** Who of the revoked stays stopped after a restore; what the restore releases by itself is not in it. */
  stays: Stays
  /** Who looks like one of these and is not part of the selection. */
  lookalikes: Lookalikes
  /** The org has notes, as far as could be read at once; those that cover these devices are asked for by the id of the selection. */
  hasNotes: boolean
  reading: Reading
  expiresAt: string
}

/** `always`: held by what has to be lifted first. `unlessNamed`: until the restore names every one of these operations. */
export type Stays = { always: number; unlessNamed: { releases: string[]; devices: number }[] }
