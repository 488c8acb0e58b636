/**
 * The audit log and its proof, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */
import type { AuditEvent } from '../audit'
import type { Person } from '../operation'

export type ActivityPage = { events: AuditEvent[]; nextCursor: string | null; people: Person[] }

/** How the record is proven. `fault`: why the last anchor could not be published; `broken`: the record is not what was anchored. */
export type RecordStatus = {
  /** The last head, as a person keeps it for a later verification. */
  head: string
  events: number
  notAnchored: number
  /** Where anchors go: the name of a file, or the host of an address. */
  target: string
  /** Fingerprint of the signing key, SHA-256 in hex. */
  key: string
  lastAt: string | null
  fault: string | null
  broken: string | null
  warnings: string[]
}
