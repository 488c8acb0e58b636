/**
 * The first page of an org, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { Operation } from '../operation'
import type { UsagePoint } from '../usage-steps'
import type { DeviceRow } from './devices'
import type { OrgState } from './org-state'

export type GridCell = { env: string; role: string; total: number; active: number; running: number; revoked: number }

export type Overview = {
  state: OrgState
  /** One cell per env × role that occurs; `other` counts ids that do not fit the pattern. */
  grid: { envs: string[]; roles: string[]; cells: GridCell[]; other: number }
  /** Running devices that validate least often, slowest first (at most 8). */
  slowAskers: DeviceRow[]
  /** Newest first, at most 8. */
  operations: Operation[]
  /** The last 24 h, for the small chart. */
  recent: Pick<UsagePoint, 'at' | 'allowed' | 'allowedLowest' | 'cap'>[]
}
