/** What a reader remembers of an org between two readings, and what a new list changes in it. */
import { compareIds, sortableId } from '@/lib/domain/compare-ids'
import type { Device } from '@/lib/domain/device'
import type { DeviceList } from './client'

/**
 * `fingerprints` holds a number per known id, made of everything that was read of it; `NaN`: not made, it equals nothing.
 * `faults`: entries of the fleet without an id that can be addressed. With a revision the authority itself tells what changed; without one a whole list is held against them.
 */
export type SnapshotState = { revision?: number; etag?: string; fingerprints: Map<string, number>; faults: number }

/**
 * `full`: everything that is not among the upserts is gone. `count`: devices known after it. `commit` moves the memory on,
 * once the consumer has taken everything; until then the memory is as it was.
 */
export type SnapshotChange = {
  full: boolean
  upserts: Device[]
  removed: string[]
  count: number
  faults: number
  commit: () => SnapshotState
}

/** `previous` is null for the first reading, or when all must be sent again. Upserts come sorted, but for a great many changes. */
export function compareSnapshot(previous: SnapshotState | null, list: DeviceList): SnapshotChange {
  return list.delta && previous ? compareDelta(previous, list) : compareWhole(previous, list)
}

function compareWhole(previous: SnapshotState | null, { revision, etag, devices, faults }: DeviceList): SnapshotChange {
  const fingerprints = new Map<string, number>()
  for (const device of devices) fingerprints.set(device.deviceId, fingerprint(device))
  const known = previous?.fingerprints
  const changed = known ? devices.filter(({ deviceId }) => known.get(deviceId) !== fingerprints.get(deviceId)) : devices
  return {
    full: !known,
    upserts: sortDevices(changed),
    removed: known ? [...known.keys()].filter((id) => !fingerprints.has(id)) : [],
    count: fingerprints.size,
    faults,
    commit: () => ({ revision, etag, fingerprints, faults }),
  }
}

/** An authority that tells of so many changes at once is believed: holding each against its fingerprint takes too long. */
const BELIEVED_FROM = 1_000

/** Costs what changed and not what is known: copying 100,000 entries every 2 s would keep a processor busy. */
function compareDelta(
  { fingerprints, faults: known }: SnapshotState,
  { revision, etag, devices, removed, faults: told }: DeviceList,
): SnapshotChange {
  // Which of them have gone nobody can tell: until the next whole list there are as many as ever.
  const faults = Math.max(known, told)
  const changed = new Map<string, { device: Device; print: number }>()
  const isBelieved = devices.length >= BELIEVED_FROM
  const printOf = isBelieved ? () => Number.NaN : fingerprint
  for (const device of devices) changed.set(device.deviceId, { device, print: printOf(device) })
  const gone = [...new Set(removed)].filter((id) => fingerprints.has(id) && !changed.has(id))
  const upserts = [...changed.values()].filter(({ device, print }) => fingerprints.get(device.deviceId) !== print)
  const added = upserts.filter(({ device }) => !fingerprints.has(device.deviceId)).length
  return {
    full: false,
    upserts: isBelieved ? upserts.map(({ device }) => device) : sortDevices(upserts.map(({ device }) => device)),
    removed: gone,
    count: fingerprints.size + added - gone.length,
    faults,
    commit() {
      for (const id of gone) fingerprints.delete(id)
      for (const { device, print } of upserts) fingerprints.set(device.deviceId, print)
      return { revision, etag, fingerprints, faults }
    },
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
