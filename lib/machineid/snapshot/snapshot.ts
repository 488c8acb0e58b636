/**
 * One reading of an org's whole fleet, as a stream of small steps for `FleetIndex`. Upstream faults reject before the
 * first chunk; the reader's memory moves only when the consumer has taken the last item, so a reading that was broken
 * off is simply repeated.
 */
import type { OrgStatus, Usage } from '../client'
import type { DeviceRecords } from './device-records'

/** Parsing and indexing a chunk takes the main thread a few milliseconds. */
export const CHUNK_DEVICES_MAX = 500

/**
 * `full: true`: whatever is not upserted before the summary is gone (`index.startFull()` … `index.finishFull()`). `count` and
 * `org` as in the summary: a consumer that does not believe the list yet breaks off here.
 */
export type SnapshotStart = { kind: 'start'; full: boolean; count: number; org?: OrgStatus }

/** At most `CHUNK_DEVICES_MAX` of either. Where some upserts are new, they come in the index's order (`compareIds`); each is made an object in its turn. */
export type SnapshotChunk = { kind: 'chunk'; upserts: DeviceRecords; removed: string[] }

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
  /** Entries without an id that can be addressed, at least so many: each whole list counts them anew. */
  unreadable: number
  duplicates: number
}

export type SnapshotItem = SnapshotStart | SnapshotChunk | SnapshotSummary

/** Reads one org. One `read()` at a time; a second one waits for the first. */
export type SnapshotReader = {
  read(options?: { signal?: AbortSignal; full?: boolean }): AsyncIterable<SnapshotItem>
  close(): Promise<void>
}
