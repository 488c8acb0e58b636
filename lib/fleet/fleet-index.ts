/**
 * All devices of one org in memory, built for some 100,000: in columns, so that each takes some 200 bytes, and an object only
 * while code uses it. A selector gives exactly what `compileSelector` would give device by device; a test compares
 * the two.
 */
import type { Device, DeviceStatus } from '@/lib/domain/device'
import { REVOKED, STATUS_CODES } from './columns/device-facts'
import { FleetColumns } from './columns/fleet-columns'
import { DeviceView } from './device-view'
import { LearnedRhythms } from './learned-rhythm'
import { createFleetSearches, type FleetSearches } from './search/fleet-searches'
import { IdOrder } from './search/id-order'
import { TwinIndex } from './twin-index'

/** Where a device is, for code that reads it again and again. It finds nothing once the device was removed. */
export type DeviceHandle = { readonly slot: number; readonly birth: number }

export type FleetIndex = FleetSearches & {
  readonly parts: readonly string[]
  readonly size: number
  /** Grows with every change; equal versions mean equal answers (but for time). */
  readonly version: number
  /** First segments of all ids, folded. Live: do not keep it across an await. */
  readonly firstSegments: { has(segment: string): boolean }
  has(deviceId: string): boolean
  get(deviceId: string): Device | undefined
  handleOf(deviceId: string): DeviceHandle | undefined
  /** The device as a view that is good until the next one is requested, or the fleet changes: see `DeviceView`. */
  viewAt(handle: DeviceHandle, deviceId: string): Readonly<Device> | undefined
  /** The same of all devices, in the order of their ids. */
  views(): Iterable<Readonly<Device>>
  /** The status alone, at a tenth of the cost of the device; undefined where it is not in the fleet. */
  statusOf(deviceId: string): DeviceStatus | undefined
  /** Other ids of the fleet that an authority could take for this one, which may itself be unknown; at most 50. */
  twinsOf(deviceId: string): string[]
  /** Whether another id of the fleet looks like this one, which is of the fleet. */
  hasLookalike(deviceId: string): boolean
  /**
   * Other ids of the fleet that a person could take for this one, which may itself be unknown. @param seen groups of
   * look-alikes that were gone through before, to go through each once.
   */
  lookalikesOf(deviceId: string, seen?: Set<string>): Iterable<string>
  /** All devices in the order of their ids. */
  devices(): Iterable<Device>
  /** Ids of the devices that are not known to be revoked, in order. */
  idsNotRevoked(): string[]
  /** Ids of the devices that were active at that time of the authority (now, where it is undefined), in order. */
  idsActiveAt(at: number | undefined): string[]
  /** Splits all ids by other parts from here on; at most some tenths of a second. */
  setParts(parts: readonly string[]): void
  /** Adds, replaces and removes; meant for chunks of some hundred. */
  apply(change: { upserts: Iterable<Device>; removed: readonly string[] }): void
  /** Begins a full reading of so many devices: what is not upserted until `finishFull` is removed then. */
  startFull(devices?: number): void
  /** Ids that the full reading under way has not met so far, at most so many. */
  unmet(max: number): string[]
  /** Ends a full reading; returns the ids that it removed. */
  finishFull(): string[]
}

/** Some tenths of a second; ten plain terms over 100,000 ids come to a tenth of it. */
const WORK_MAX = 250_000_000

/** `parts`: part names of the org's id pattern, in order. */
export function createFleetIndex({
  parts,
  workMax = WORK_MAX,
}: {
  parts: readonly string[]
  workMax?: number
}): FleetIndex {
  const columns = new FleetColumns(parts)
  const order = new IdOrder(columns)
  const rhythms = new LearnedRhythms()
  const twins = new TwinIndex()
  const view = new DeviceView(columns)
  let version = 0
  let generation = 0

  function drop(slots: readonly number[]): void {
    if (slots.length === 0) return
    const gone = new Uint8Array(columns.slotsEnd)
    for (const slot of slots) {
      if (gone[slot] === 1) continue
      gone[slot] = 1
      rhythms.forget(slot)
      twins.remove(columns.id(slot))
      columns.free(slot)
    }
    order.remove(gone)
  }

  function idsWhere(holds: (slot: number) => boolean): string[] {
    const ids: string[] = []
    for (const slot of order.slots) if (holds(slot)) ids.push(columns.id(slot))
    return ids
  }

  function unmet(max: number): number[] {
    const slots: number[] = []
    for (const slot of order.slots) {
      if (columns.generation[slot] !== generation && slots.push(slot) >= max) break
    }
    return slots
  }

  return {
    ...createFleetSearches(columns, order, () => version, workMax),
    get parts() {
      return columns.parts
    },
    get size() {
      return columns.size
    },
    get version() {
      return version
    },
    firstSegments: columns.firstSegments,
    has: (deviceId) => columns.slotOf(deviceId) >= 0,
    get(deviceId) {
      const slot = columns.slotOf(deviceId)
      return slot < 0 ? undefined : columns.device(slot)
    },
    handleOf(deviceId) {
      const slot = columns.slotOf(deviceId)
      return slot < 0 ? undefined : { slot, birth: columns.births[slot]! }
    },
    viewAt: ({ slot, birth }, deviceId) => (columns.births[slot] === birth ? view.turnTo(slot, deviceId) : undefined),
    *views() {
      const own = new DeviceView(columns)
      for (const slot of order.slots) yield own.turnTo(slot, columns.id(slot))
    },
    statusOf(deviceId) {
      const slot = columns.slotOf(deviceId)
      return slot < 0 ? undefined : STATUS_CODES[columns.facts.status[slot]!]
    },
    twinsOf: (deviceId) => twins.twinsOf(deviceId, (id) => columns.slotOf(id) >= 0),
    hasLookalike: (deviceId) => columns.lookalikes.hasAny && columns.lookalikes.isMarked(columns.slotOf(deviceId)),
    *lookalikesOf(deviceId, seen = new Set()) {
      for (const slot of columns.lookalikes.like(deviceId, seen)) {
        const id = columns.id(slot)
        if (id !== deviceId) yield id
      }
    },
    *devices() {
      for (const slot of order.slots) yield columns.device(slot)
    },
    idsNotRevoked: () => idsWhere((slot) => columns.facts.status[slot] !== REVOKED),
    idsActiveAt: (at) => idsWhere((slot) => columns.wasActiveAt(slot, at)),
    setParts(next) {
      columns.setParts(next)
      version++
    },
    apply({ upserts, removed }) {
      version++
      drop(removed.map((id) => columns.slotOf(id)).filter((slot) => slot >= 0))
      const added: number[] = []
      for (const upsert of upserts) {
        let slot = columns.slotOf(upsert.deviceId)
        if (slot < 0) {
          slot = columns.add(upsert)
          twins.add(upsert.deviceId)
          added.push(slot)
        } else columns.put(slot, upsert, rhythms.learn(slot, upsert, columns.facts.seen[slot]!))
        columns.generation[slot] = generation
      }
      order.insert(added)
    },
    startFull(devices = 0) {
      generation++
      columns.reserve(devices)
      order.reserve(devices)
    },
    unmet: (max) => unmet(max).map((slot) => columns.id(slot)),
    finishFull() {
      const stale = unmet(Number.POSITIVE_INFINITY)
      const ids = stale.map((slot) => columns.id(slot))
      if (stale.length > 0) version++
      drop(stale)
      return ids
    },
  }
}
