/**
 * Devices, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { AuditEvent } from '../audit'
import type { DeviceStatus, WireDevice } from '../device'
import type { Forecast } from '../forecast'
import type { Person } from '../operation'
import type { HygieneView, SilentDays } from '../selector/hygiene-views'
import type { DeviceStopState } from '../stop'
import type { Reading } from './org-state'

export type DeviceRow = WireDevice & {
  /** Parts by the org's id pattern; null where the id does not fit (`shape:other`). */
  parts: Record<string, string> | null
  running: boolean
  /** Another device looks like it; absent where none does. */
  lookalike?: true
  /** Its state under the newest stop that covers it and is in force. */
  stop?: DeviceStopState
}

export const DEVICE_SORTS = ['id', '-id', 'seen', '-seen', 'created', '-created', 'status', '-status'] as const
export type DeviceSort = (typeof DEVICE_SORTS)[number]
export const DEVICES_PAGE_ROWS = 200

export type Facet = { name: string; values: { value: string; count: number }[]; truncated: boolean }

export type DevicesPage = {
  total: number
  fleetTotal: number
  offset: number
  rows: DeviceRow[]
  facets: Facet[]
  reading: Reading
}

/** Views of the fleet's hygiene with how many devices each has; `count` null: nothing was read yet. */
export type Hygiene = { silentDays: SilentDays; views: (HygieneView & { count: number | null })[] }

export type Hold = {
  id: string
  /** `operation`: a revoke. `elsewhere`: found revoked without an act of this console. */
  kind: 'operation' | 'elsewhere' | 'fence' | 'fallback-stop'
  operationId: string | null
  by: Person
  placedAt: string
  reason: string | null
}

export type DeviceDetail = {
  device: DeviceRow
  /** Devices that a person could take for it. */
  lookalikes: Lookalikes
  holds: Hold[]
  /** Newest first, at most 50. */
  history: AuditEvent[]
  reading: Reading
}

/**
 * Devices that look like some, and are none of them: how many by status, and the first few with the one that each is like.
 */
export type Lookalikes = Record<DeviceStatus, number> & { named: { id: string; like: string; status: DeviceStatus }[] }

/** `slow`: the running devices that validate least often, slowest first. */
export type ForecastView = Forecast & { slow: DeviceRow[] }
