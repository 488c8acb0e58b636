/**
 * The state of one org, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */

import type { Person } from '../operation'
import type { Permission, Role } from '../policy'
import type { StopCounts, StopSending, StopStatus } from '../stop'

export type Authority = { name: string; kind: 'embedded' | 'machineid' | 'other'; url: string }

/** How the last reading of an org went. `loading`: none yet. `stale`: older than three of its intervals. */
export type ReaderStatus = 'loading' | 'fresh' | 'stale' | 'failing' | 'key-rejected'

export type Reading = {
  status: ReaderStatus
  /** Console's time of the last complete reading. */
  readAt: string | null
  /** The authority's own clock at that reading. */
  authorityNow: string | null
  /** Entries of the list without a usable id: they are no devices to the console, and no act reaches them by id. */
  unusable?: number
  /** Why readings fail now, in one sentence, and since when. */
  error: { code: string; detail: string; since: string } | null
}

/** Whether agents of the org may work at all. `unsupported`: this authority has no org disable. */
export type Execution = {
  state: 'enabled' | 'disabled' | 'unknown' | 'unsupported'
  changedAt: string | null
  reason: string | null
}

/** `allowed`: devices allowed to work now (0 while the org is disabled). `running` as the product defines it. */
export type FleetCounts = {
  total: number
  active: number
  revoked: number
  unknown: number
  running: number
  allowed: number
}

export type Cap = {
  planTier?: string
  planState?: string
  accessUntil?: string | null
  limit?: number | null
  used?: number
  remaining?: number | null
  overLimit?: boolean
}

export type StopSummary = StopSending & {
  operationId: string
  kind: 'revoke' | 'disable'
  status: StopStatus
  by: Person
  requestedAt: string
  acceptedAt: string | null
  reason: string | null
  total: number
  counts: StopCounts
  /** Of a stop of the whole org or fleet: entries of the list of which it is unknown whether they are stopped. */
  unusable?: number
}

/** The event that ends a live stream for good. The name is older: open pages of an earlier version listen for it. */
export const STREAM_END_EVENT = 'farewell'

/** The state of one org, polled by every page of it. */
export type OrgState = {
  org: { slug: string; name: string; idPattern: string; parts: string[] }
  authority: Authority
  role: Role
  permissions: Permission[]
  reading: Reading
  execution: Execution
  counts: FleetCounts | null
  cap: Cap | null
  /** The newest stop of the whole org that is requested, queued, unknown or in force. */
  orgStop: StopSummary | null
  /** Unacknowledged alarms of devices active again, or allowed, under a stop in force. */
  contradicted: number
  /** All open alarms; `newestAt` is what an acknowledgement names, so that a later one stays. */
  alarms: {
    contradicted: number
    liftedElsewhere: number
    refusedStops: number
    twinChanged: number
    newestAt: string | null
  }
  /** Operations that are not finished. */
  openOperations: number
  /** Fences that catch whatever matches later, and of those whose reminder is due the one due longest. */
  fences?: { standing: number; due: FenceDue | null }
  capabilities: Record<'orgDisable' | 'batch' | 'deltas', 'yes' | 'no' | 'unknown'>
  /** Console's time of this answer. */
  at: string
}

export type FenceDue = { operationId: string; selector: string; remindAt: string }
