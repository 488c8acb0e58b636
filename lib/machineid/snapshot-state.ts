/** What a reader remembers of an org between two readings, and what a new list changes in it. */
import { compareIds, sortableId } from '@/lib/domain/compare-ids'
import type { Device } from '@/lib/domain/device'
import type { DeviceList } from './client'

/**
 * `fingerprints` holds a number per known id, made of everything that was read of it. With a revision the authority itself
 * tells what changed; without one a whole list is held against them.
 */
export type SnapshotState = { revision?: number; etag?: string; fingerprints: Map<string, number> }

/** `full`: everything that is not among the upserts is gone. */
export type SnapshotChange = { full: boolean; upserts: Device[]; removed: string[]; next: SnapshotState }

/** `previous` is null for the first reading, or when all must be sent again. Upserts come sorted. */
export function compareSnapshot(previous: SnapshotState | null, list: DeviceList): SnapshotChange {
  const { revision, etag, devices } = list
  const known = previous?.fingerprints ?? new Map<string, number>()
  const fingerprints = new Map(list.delta ? known : undefined)
  for (const id of list.delta ? list.removed : []) fingerprints.delete(id)
  for (const device of devices) fingerprints.set(device.deviceId, fingerprint(device))
  const next = { revision, etag, fingerprints }
  if (!previous) return { full: true, upserts: sortDevices(devices), removed: [], next }
  const changed = devices.filter(({ deviceId }) => known.get(deviceId) !== fingerprints.get(deviceId))
  const gone = list.delta ? list.removed : [...known.keys()]
  return {
    full: false,
    upserts: sortDevices(changed),
    removed: gone.filter((id) => known.has(id) && !fingerprints.has(id)),
    next,
  }
}

/** 53 bits of a multiplicative hash: two different readings of 100,000 devices practically never meet. */
function fingerprint(device: Device): number {
  const text = JSON.stringify(device)
  let high = 0x811c9dc5
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x5bd1e995) ^ (low >>> 13)
  }
  return (high >>> 11) * 4_294_967_296 + (low >>> 0)
}

function sortDevices(devices: readonly Device[]): Device[] {
  const sortable = devices.map((device) => ({ device, ...sortableId(device.deviceId) }))
  return sortable.sort(compareIds).map(({ device }) => device)
}
