/**
 * Watches the devices of every stop in force, from the fleet's picture alone. A revoke covers the devices on which it
 * still has a hold; an org disable covers the devices that were active when it was accepted.
 */
import type { Device } from '@/lib/domain/device'
import { type DeviceStopState, deviceStopState, noStopCounts, type StopCounts, type StopMark } from '@/lib/domain/stop'
import { acceptedHolds, type WatchedDevice } from '@/lib/store/holds'
import type { Db } from '@/lib/store/open-store'
import { listLiveStops } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { OrgRuntime } from '../orgs/org-runtime'

/** When a stop was acknowledged: the authority's revision, and the console's clock in epoch ms. */
type Acceptance = { revision?: number; at: number }

/** `devices`: by id for a revoke; null for the whole org. */
type Watched = { mark: StopMark; accepted: Acceptance; devices: Map<string, Acceptance> | null }

export type StopWatch = {
  load: (db: Db) => Promise<void>
  /** Devices were stopped by an operation (several calls add up); null for the whole org. `at`: console's clock. */
  accept: (operationId: string, mark: StopMark, devices: readonly WatchedDevice[] | null, at: number) => void
  /** Devices left a stop: its hold on them was released. True when the stop covers nothing any more. */
  release: (operationId: string, deviceIds: readonly string[]) => boolean
  end: (operationId: string) => void
  inForce: () => boolean
  counts: (operationId: string) => StopCounts
  /** State of a device under the newest stop that covers it. */
  stateOf: (deviceId: string) => DeviceStopState | null
  /** Ids of a stop's devices that have not asked since, in the fleet's order. */
  waiting: (operationId: string) => readonly string[]
  /** Devices active or allowed under a stop in force, with that stop. */
  contradicted: () => readonly { operationId: string; deviceId: string }[]
}

export function createStopWatch(runtime: () => OrgRuntime): StopWatch {
  const watched = new Map<string, Watched>()
  /** Results of the current picture; a new reading or a change of the watched stops empties it. */
  const memo = { key: '', values: new Map<string, unknown>() }
  let changes = 0

  function once<Value>(name: string, compute: () => Value): Value {
    const { fleet, reading } = runtime()
    const key = `${fleet.version}:${reading.readAt}:${reading.execution?.execution}:${changes}`
    if (memo.key !== key) Object.assign(memo, { key, values: new Map() })
    if (!memo.values.has(name)) memo.values.set(name, compute())
    return memo.values.get(name) as Value
  }

  /** A picture that began before the stop was acknowledged says nothing of it: the device is waited for. */
  function stateUnder({ mark, accepted, devices }: Watched, device: Device): DeviceStopState {
    const { revision = mark.revision, at } = devices?.get(device.deviceId) ?? accepted
    const { reading } = runtime()
    if (reading.startedAt === null || reading.startedAt < at) return 'waiting'
    return deviceStopState(device, { ...mark, revision }, reading.execution?.execution ?? 'unknown')
  }

  const covers = ({ mark, devices }: Watched, device: Device): boolean =>
    devices ? devices.has(device.deviceId) : wasActiveAt(device, mark.acceptedAt)

  function* devicesOf(stop: Watched): Generator<Device> {
    const { fleet } = runtime()
    if (!stop.devices) {
      for (const device of fleet.devices()) if (covers(stop, device)) yield device
      return
    }
    for (const id of stop.devices.keys()) {
      const device = fleet.get(id)
      if (device) yield device
    }
  }

  return {
    async load(db) {
      for (const row of await listLiveStops(db, runtime().row.id)) {
        if (row.stop_status === 'accepted')
          this.accept(
            row.id,
            markOf(row),
            isOrgDisable(row) ? null : await acceptedHolds(db, row.id),
            row.accepted_at ?? 0,
          )
      }
    },
    accept(operationId, mark, devices, at) {
      changes += 1
      const accepted = { revision: mark.revision, at }
      const stop = watched.get(operationId) ?? { mark, accepted, devices: devices && new Map() }
      for (const { deviceId, revision } of devices ?? []) stop.devices?.set(deviceId, { revision, at })
      watched.set(operationId, stop)
    },
    release(operationId, deviceIds) {
      changes += 1
      const stop = watched.get(operationId)
      if (!stop?.devices) return false
      for (const id of deviceIds) stop.devices.delete(id)
      return stop.devices.size === 0 && watched.delete(operationId)
    },
    end(operationId) {
      changes += 1
      watched.delete(operationId)
    },
    inForce: () => watched.size > 0,
    counts: (operationId) =>
      once(`counts:${operationId}`, () => {
        const counts = noStopCounts()
        const stop = watched.get(operationId)
        if (!stop) return counts
        for (const device of devicesOf(stop)) counts[stateUnder(stop, device)] += 1
        // Gone from the list is not stopped: a removed agent may register again.
        const seen = counts.confirmed + counts.asked + counts.waiting + counts.contradicted
        counts.waiting += Math.max(0, (stop.devices?.size ?? seen) - seen)
        return counts
      }),
    waiting: (operationId) =>
      once(`waiting:${operationId}`, () => {
        const stop = watched.get(operationId)
        const ids: string[] = []
        if (stop)
          for (const device of devicesOf(stop)) if (stateUnder(stop, device) === 'waiting') ids.push(device.deviceId)
        return ids
      }),
    stateOf(deviceId) {
      const device = runtime().fleet.get(deviceId)
      if (!device) return null
      for (const stop of [...watched.values()].reverse()) if (covers(stop, device)) return stateUnder(stop, device)
      return null
    },
    contradicted: () =>
      once('contradicted', () => {
        const found: { operationId: string; deviceId: string }[] = []
        for (const [operationId, stop] of watched) {
          for (const device of devicesOf(stop)) {
            if (stateUnder(stop, device) === 'contradicted') found.push({ operationId, deviceId: device.deviceId })
          }
        }
        return found
      }),
  }
}

/** A stop by the authority's own org disable; the fall-back for an authority without one has items. */
export const isOrgDisable = (row: Pick<OperationRow, 'kind' | 'total'>): boolean =>
  row.kind === 'disable' && row.total === 0

export const markOf = (row: OperationRow): StopMark => ({
  kind: isOrgDisable(row) ? 'disable' : 'revoke',
  revision: row.accepted_revision ?? undefined,
  acceptedAt: row.accepted_authority_at ?? undefined,
})

/** Active at that time of the authority, as far as its own times tell. */
function wasActiveAt(device: Device, at: number | undefined): boolean {
  if (at === undefined) return device.status === 'active'
  if (typeof device.createdAt === 'number' && device.createdAt > at) return false
  return device.status === 'active' || (typeof device.revokedAt === 'number' && device.revokedAt > at)
}
