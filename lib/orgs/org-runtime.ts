/**
 * One org, live: its client, the last known snapshot of its fleet, and the loop that reads it. There is one reader per org
 * however many screens look at it.
 */
import { EMBEDDED_NAME } from '@/lib/domain/authority-name'
import type { Secret } from '@/lib/domain/secret'
import type { ForecastView } from '@/lib/domain/wire/devices'
import type { Authority } from '@/lib/domain/wire/org-state'
import type { StopWatch } from '@/lib/evidence/stop-watch'
import type { FleetIndex } from '@/lib/fleet/fleet-index'
import type { FleetReader } from '@/lib/fleet/fleet-reader'
import type { OwnRemovals } from '@/lib/fleet/own-removals'
import type { OrgReading } from '@/lib/fleet/reading'
import type { SearchCache } from '@/lib/fleet/search-cache'
import type { Connection } from '@/lib/machineid/snapshot/connection'
import type { OrgRow } from '@/lib/store/rows/schema'
import type { OutageGate } from './outage-gate'

export type Connect = (row: OrgRow, orgKey: Secret) => Connection

/** `at` in epoch ms; `ms`: how long counting took; `version`: of the fleet that was counted. */
export type MatchCount = { count: number; at: number; ms: number; version: number }

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
  searches: SearchCache
  /** When a stop of all devices would reach each of them, as last computed. */
  forecast: { key: string; view: ForecastView } | null
  /** How many devices matched each selector when it was last counted. */
  matchCounts: Map<string, MatchCount>
  /** Counts that are being made, by selector: who asks meanwhile waits for the same one. */
  countings: Map<string, Promise<number>>
  stops: StopWatch
  /** The try at stopping the org that is under way; a resume waits for its answer. */
  stopAttempt: Promise<unknown> | null
  /** Where stops wait that the authority did not take. */
  outage: OutageGate
}

/** The name of an authority as every page and every stop shows it. */
export function authorityOf(baseUrl: string, embeddedUrl: string): Authority {
  if (baseUrl === 'embedded') return { name: EMBEDDED_NAME, kind: 'embedded', url: embeddedUrl }
  const { host } = new URL(baseUrl)
  return { name: host, kind: host === 'machineid.io' ? 'machineid' : 'other', url: baseUrl }
}
