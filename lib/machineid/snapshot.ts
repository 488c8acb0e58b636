/**
 * One reading of an org's whole fleet, as a stream of small steps for `FleetIndex`. Upstream faults reject before the
 * first chunk; the reader's memory moves only when the consumer has taken the last item, so a reading that was broken
 * off is simply repeated.
 */
import type { Device } from '@/lib/domain/device'
import type { OrgStatus, Usage } from './client'

/** Parsing and indexing a chunk takes the main thread a few milliseconds. */
export const CHUNK_DEVICES_MAX = 500

/** `full: true`: whatever is not upserted before the summary is gone (`index.startFull()` … `index.finishFull()`). */
export type SnapshotStart = { kind: 'start'; full: boolean }

/** At most `CHUNK_DEVICES_MAX` of either. Upserts come in the index's order (`compareIds`). */
export type SnapshotChunk = { kind: 'chunk'; upserts: Device[]; removed: string[] }

/** Times are epoch ms; `readAt` is the console's clock when the list reply began, `authorityNow` the authority's then. */
export type SnapshotSummary = {
  kind: 'summary'
  readAt: number
  full: boolean
  /** The authority answered 304 or an empty delta. */
  unchanged: boolean
  authorityNow?: number
  revision?: number
  usage?: Usage
  org?: OrgStatus
  /** Devices known after this reading. */
  count: number
  /** Entries of the fleet without an id that can be addressed: they are in no chunk, and nothing acts on them. */
  faults: number
  duplicates: number
}

export type SnapshotItem = SnapshotStart | SnapshotChunk | SnapshotSummary

/** Reads one org. One `read()` at a time; a second one waits for the first. */
export type SnapshotReader = {
  read(options?: { signal?: AbortSignal; full?: boolean }): AsyncIterable<SnapshotItem>
  close(): Promise<void>
}
