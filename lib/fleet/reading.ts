import type { Capabilities, OrgStatus, Usage } from '@/lib/machineid/client'
import type { Connection } from '@/lib/machineid/snapshot/connection'
import type { FleetIndex } from './fleet-index'
import type { OwnRemovals } from './own-removals'

/** What of an org its reader uses and changes. */
export type ReadTarget = {
  authority: { name: string }
  connection: Connection
  removals: OwnRemovals
  fleet: FleetIndex
  reading: OrgReading
}

/** What the last complete reading said of the org itself. Times in epoch ms. */
export type OrgReading = {
  readAt: number | null
  /** Console's clock when the first complete reading began: before it, nothing is known of what was listed. */
  firstStartedAt: number | null
  /** Console's clock when that reading began: it shows nothing of what came later. */
  startedAt: number | null
  authorityNow: number | null
  revision: number | null
  execution: OrgStatus | null
  /** Console's clock when an answer to an act of ours set `execution`: a reading that began before is not newer. */
  executionAt: number
  /** True when this authority answered that it has no org status. */
  executionUnsupported: boolean
  usage: Usage | null
  capabilities: Capabilities
  error: { code: string; detail: string; since: number } | null
  keyRejected: boolean
  /** Entries of its list without an id that can be addressed, at least so many. */
  unreadable: number
}

export const emptyReading = (): OrgReading => ({
  readAt: null,
  firstStartedAt: null,
  startedAt: null,
  authorityNow: null,
  revision: null,
  execution: null,
  executionAt: 0,
  executionUnsupported: false,
  usage: null,
  capabilities: { orgDisable: 'unknown', batch: 'unknown', deltas: 'unknown' },
  error: null,
  keyRejected: false,
  unreadable: 0,
})

/** The authority's clock now, as far as it is known: its last reported time plus what has passed here since. */
export function authorityNow(reading: OrgReading, now: number): number {
  if (reading.authorityNow === null || reading.readAt === null) return now
  return reading.authorityNow + Math.max(0, now - reading.readAt)
}

/**
 * The authority's clock at the last complete reading. Whether a device runs is judged by this moment: after it the console has not
 * looked, and its silence is none of the device's.
 */
export const snapshotTime = (reading: OrgReading): number => authorityNow(reading, reading.readAt ?? 0)
