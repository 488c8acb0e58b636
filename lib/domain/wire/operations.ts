/**
 * Operations and fences, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { AuditEvent } from '../audit'
import type { Operation, OperationItem, Person } from '../operation'

export type OperationsPage = { operations: Operation[]; nextCursor: string | null }

/** A device that has not validated since a stop. Milliseconds by the authority's clock, as last read; null is not known. */
export type WaitingDevice = {
  deviceId: string
  /** Its usual spacing. */
  everyMs: number | null
  /** How long ago it validated last; null: never. */
  quietMs: number | null
  /** Quiet for longer than its rhythm explains. */
  late: boolean
}

/** The first few devices of a stop in force that a person looks at by name. */
export type StopDevices = {
  waiting: WaitingDevice[]
  waitingTotal: number
  /** Denied, and still validating. */
  asking: { deviceId: string; denials: number }[]
  askingTotal: number
  /** When the waiting ones will probably have validated, in ms from the last reading; null is not known, absent an older console. */
  expected?: { firstMs: number | null; allMs: number | null }
}

export type OperationDetail = { operation: Operation; audit: AuditEvent[]; stopDevices?: StopDevices }
/** `lookalikes`: ids of the items that another device of the fleet looks like. */
export type OperationItemsPage = { items: OperationItem[]; lookalikes: string[]; total: number; offset: number }

/** A revoke that stays in force: a device that matches later is revoked too, until it ends. Undoing it releases its holds. */
export type Fence = {
  operationId: string
  selector: string
  by: Person
  reason: string | null
  /** Devices that it has caught so far. */
  devices: number
  /** Of those, how many it keeps stopped now. */
  held: number
  placedAt: string
  endsAt: string | null
  remindAt: string | null
  /** Its reminder is due and it was not lifted. */
  isDue: boolean
  /** It revokes no new devices; what it revoked stays revoked. */
  endedAt: string | null
}
