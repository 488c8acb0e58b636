/**
 * The first page of an org, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { DayChanges } from '../figures/day-changes'
import type { FleetGrid } from '../figures/fleet-grid'
import type { RotatedKind } from '../keys/rotation'
import type { Operation } from '../operation'
import type { UsagePoint } from '../usage-steps'
import type { DeviceRow } from './devices'
import type { OrgState } from './org-state'

/** `until`: the previous key works at least so long, and with it the rotation is recovered. */
export type LostRotation = { kind: RotatedKind; keyName: string | null; requestedAt: string; until: string }

export type Overview = {
  state: OrgState
  /** One cell per env × role that occurs, largest rows and columns first. */
  grid: FleetGrid
  /** Operations that wait for a person, oldest first (at most 8), and how many there are. */
  waiting: { operations: Operation[]; total: number }
  /** Since when at least 90 % of the cap is used; null: it is not. `isOlder`: since before then, which is the oldest sample looked at. */
  capNear: { at: string; isOlder: boolean } | null
  /** The rotation of a key whose outcome is not known; null: there is none. */
  lostRotation: LostRotation | null
  /** Against 24 h ago, or the oldest sample since. */
  changes: DayChanges
  /** Running devices that validate least often, slowest first (at most 8). */
  slowAskers: DeviceRow[]
  /** Newest first, at most 8. */
  operations: Operation[]
  /** The last 24 h, for the small chart, in steps that are finer the less there is. */
  recent: Pick<UsagePoint, 'at' | 'allowed' | 'allowedLowest' | 'cap'>[]
}
