/**
 * One org, live: its client, the last known picture of its fleet, and the loop that reads it. There is one reader per org
 * however many screens look at it.
 */
import type { Authority } from '@/lib/domain/console-api'
import type { Secret } from '@/lib/domain/secret'
import type { Capabilities, MachineIdClient, OrgStatus, Usage } from '@/lib/machineid/client'
import type { SnapshotReader } from '@/lib/machineid/snapshot'
import type { OrgRow } from '@/lib/store/schema'
import type { FleetIndex } from '../fleet/fleet-index'
import type { StopWatch } from '../stops/stop-watch'
import type { FleetReader } from './fleet-reader'
import type { OutageGate } from './outage-gate'
import type { OwnRemovals } from './own-removals'

/** What the last complete reading said of the org itself. Times in epoch ms. */
export type OrgReading = {
  readAt: number | null
  /** Console's clock when the first complete reading began: before it, nothing is known of what was listed. */
  firstStartedAt: number | null
  /** Console's clock when that reading began: it says nothing of what came later. */
  startedAt: number | null
  authorityNow: number | null
  revision: number | null
  execution: OrgStatus | null
  /** Console's clock when an answer to an act of ours set `execution`: a reading that began before says nothing newer. */
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

/** Client and reader of one org key; replaced together when the key is. */
export type Connection = { client: MachineIdClient; snapshots: SnapshotReader }
export type Connect = (row: OrgRow, orgKey: Secret) => Connection

export type OrgRuntime = {
  row: OrgRow
  parts: string[]
  authority: Authority
  connection: Connection
  /** What this console removed and no reading has shown yet. */
  removals: OwnRemovals
  fleet: FleetIndex
  reading: OrgReading
  reader: FleetReader
  stops: StopWatch
  /** The try at stopping the org that is under way; a resume waits for its answer. */
  stopAttempt: Promise<unknown> | null
  /** Where stops wait that the authority did not take. */
  outage: OutageGate
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

/** The authority's clock now, as far as it is known: its last told time plus what has passed here since. */
export function authorityNow(reading: OrgReading, now: number): number {
  if (reading.authorityNow === null || reading.readAt === null) return now
  return reading.authorityNow + Math.max(0, now - reading.readAt)
}

/** The name of an authority as every page and every stop shows it. */
export function authorityOf(baseUrl: string, embeddedUrl: string): Authority {
  if (baseUrl === 'embedded') return { name: 'embedded authority', kind: 'embedded', url: embeddedUrl }
  const { host } = new URL(baseUrl)
  return { name: host, kind: host === 'machineid.io' ? 'machineid' : 'other', url: baseUrl }
}
