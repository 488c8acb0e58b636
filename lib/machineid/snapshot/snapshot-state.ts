/** What a reader remembers of an org between two readings, and what a new list changes in it. */
import type { DeviceListHead } from '../client'
import type { KnownDevices } from './known-devices'
import type { SnapshotStage } from './snapshot-stage'

/**
 * With a revision the authority itself reports what changed; without one a whole list is compared with what is known.
 * `unreadable`: entries that are no device, at least so many; counted anew by each whole list. `wholeAt`: when the last whole
 * list was read, in ms of `performance.now()`.
 */
export type SnapshotState = {
  revision?: number
  etag?: string
  known: KnownDevices
  unreadable: number
  wholeAt: number
}

export type StagedList = DeviceListHead & { sink: SnapshotStage }

/**
 * `full`: everything that is not among the upserts is gone. `upserts`: codes of the stage, in order. `count`: devices known
 * after it. `commit` moves the memory on, once the consumer has taken everything; until then the memory is as it was.
 */
export type SnapshotChange = {
  full: boolean
  upserts: Uint32Array
  removed: Iterable<string>
  count: number
  unreadable: number
  commit: () => SnapshotState
}

/** `previous` is null for the first reading, or when all must be sent again. */
export function changeOf(previous: SnapshotState | null, list: StagedList): SnapshotChange {
  if (!previous || !(list.notModified || list.delta)) return wholeChange(previous, list)
  return list.delta ? deltaChange(previous, list) : noChange(previous)
}

const noChange = (previous: SnapshotState): SnapshotChange => ({
  full: false,
  upserts: new Uint32Array(0),
  removed: [],
  count: previous.known.size,
  unreadable: previous.unreadable,
  commit: () => previous,
})

function wholeChange(previous: SnapshotState | null, { sink, unreadable, ...list }: StagedList): SnapshotChange {
  const { revision, etag } = list
  const known = sink.devices
  return {
    full: !previous,
    upserts: sink.changes(),
    removed: previous ? gone(previous.known, known) : [],
    count: known.size,
    unreadable,
    commit: () => ({ revision, etag, known, unreadable, wholeAt: performance.now() }),
  }
}

function* gone(before: KnownDevices, now: KnownDevices): Generator<string> {
  for (const deviceId of before.ids()) if (!now.has(deviceId)) yield deviceId
}

/** Costs what changed and not what is known: going through 100,000 devices every 2 s would keep a processor busy. */
function deltaChange(previous: SnapshotState, { sink, ...list }: StagedList): SnapshotChange {
  const { known, wholeAt } = previous
  const reported = sink.devices
  const upserts = sink.changes()
  const removed = [...new Set(list.removed)].filter((id) => known.has(id) && !reported.has(id))
  const unreadable = Math.max(previous.unreadable, list.unreadable)
  return {
    full: false,
    upserts,
    removed,
    count: known.size + sink.newCount - removed.length,
    unreadable,
    commit() {
      for (const id of removed) known.delete(id)
      for (const code of upserts) known.set(reported.id(code), reported.print(code))
      return { revision: list.revision, etag: list.etag, known, unreadable, wholeAt }
    },
  }
}
