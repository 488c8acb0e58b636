/** One stop in force compared with the fleet's snapshot: how many devices are in which state, and which ones. */

import type { Slices } from '@/lib/concurrency/cooperative'
import type { Device } from '@/lib/domain/device'
import { nextAskMs } from '@/lib/domain/forecast'
import { type DeviceStopState, noStopCounts, type StopCounts, type StopMark } from '@/lib/domain/stop'
import type { DeviceHandle, FleetIndex } from '@/lib/fleet/fleet-index'
import { type OrgReading, snapshotTime } from '@/lib/fleet/reading'
import type { StopBaselines } from './stop-baselines'

/** Active at that time of the authority, as far as its own times show; active now if the time is not known. */
function wasActiveAt(device: Device, at: number | undefined): boolean {
  if (at === undefined) return device.status === 'active'
  if (typeof device.createdAt === 'number' && device.createdAt > at) return false
  return device.status === 'active' || (typeof device.revokedAt === 'number' && device.revokedAt > at)
}

/** What of an org its stops are compared with: its devices as last read, and what that reading said of the org itself. */
export type WatchedOrg = { row: { id: string }; fleet: FleetIndex; reading: OrgReading }

/** When a stop was acknowledged: the authority's revision, and the console's clock in epoch ms. `handle`: of the device. */
export type Acceptance = { revision?: number; at: number; handle?: DeviceHandle }

/** `devices`: by id for a revoke; null for the whole org. `order` grows with each stop. */
export type Watched = {
  operationId: string
  order: number
  mark: StopMark
  accepted: Acceptance
  devices: Map<string, Acceptance> | null
  baselines: StopBaselines
  /** Denials counted of a device in the first snapshot in which it was confirmed; one of them was this stop's at least. */
  firstDenied: Map<string, number>
  /** Devices whose first denial has been handed on to be kept. */
  kept: Set<string>
  /** The mark that was made last: devices of one call share it, and a fleet of copies would be much garbage. */
  madeMark: StopMark | null
  summary: StopSummary | null
}

/** Confirmed, and it goes on validating: denied at least so often since the stop. */
export type StillAsking = { deviceId: string; denials: number }

/** `key` names the snapshot. Ids of an org's stop are in the fleet's order. */
export type StopSummary = {
  key: string
  counts: StopCounts
  waiting: string[]
  contradicted: string[]
  asking: StillAsking[]
  /** Confirmed for the first time in this snapshot: later ones show a later denial. */
  confirmed: Device[]
}

/** Devices between two steps. */
const STEP_DEVICES = 256

export const covers = ({ mark, devices }: Watched, device: Device): boolean =>
  devices ? devices.has(device.deviceId) : wasActiveAt(device, mark.acceptedAt)

/** The mark that holds for one device; `reading`: what the device is from. */
export function markFor(stop: Watched, deviceId: string, reading?: OrgReading): StopMark {
  const { mark, accepted, devices, madeMark } = stop
  const revision = (devices?.get(deviceId) ?? accepted).revision ?? mark.revision
  const readAt = reading?.authorityNow ?? undefined
  if (madeMark?.revision === revision && madeMark?.readAt === readAt && madeMark) return madeMark
  stop.madeMark = { ...mark, revision, readAt }
  return stop.madeMark
}

/** A snapshot that began before the stop was acknowledged is no evidence of it: the device is waited for. */
export function stateUnder(stop: Watched, device: Device, { reading }: WatchedOrg): DeviceStopState {
  const { at } = stop.devices?.get(device.deviceId) ?? stop.accepted
  if (reading.startedAt === null || reading.startedAt < at) return 'waiting'
  return stop.baselines.stateOf(
    device,
    markFor(stop, device.deviceId, reading),
    reading.execution?.execution ?? 'unknown',
  )
}

/** Each only until the next one. */
function* viewsOf(stop: Watched, { fleet }: WatchedOrg): Generator<Readonly<Device>> {
  if (!stop.devices) {
    for (const device of fleet.views()) if (covers(stop, device)) yield device
    return
  }
  for (const [id, acceptance] of stop.devices) {
    let device = acceptance.handle && fleet.viewAt(acceptance.handle, id)
    if (!device) {
      acceptance.handle = fleet.handleOf(id)
      device = acceptance.handle && fleet.viewAt(acceptance.handle, id)
    }
    if (device) yield device
  }
}

/** The snapshot may change between two steps; the next summary, requested after that reading, corrects it. */
export function* summarize(stop: Watched, org: WatchedOrg, key: string): Slices<StopSummary> {
  const counts = noStopCounts()
  const summary: StopSummary = { key, counts, waiting: [], contradicted: [], asking: [], confirmed: [] }
  const now = snapshotTime(org.reading)
  let seen = 0
  for (const device of viewsOf(stop, org)) {
    const state = stateUnder(stop, device, org)
    counts[state] += 1
    if (state === 'waiting' || state === 'contradicted') summary[state].push(device.deviceId)
    else if (state === 'confirmed') {
      if (device.lastDecision?.proven) counts.proven = (counts.proven ?? 0) + 1
      noteAsking(stop, device, now, summary.asking)
      // A view would be of another device by the time that it is kept.
      const whole = stop.kept.has(device.deviceId) ? undefined : org.fleet.get(device.deviceId)
      if (whole) summary.confirmed.push(whole)
    }
    if (++seen % STEP_DEVICES === 0) yield
  }
  // Gone from the list is not stopped: a removed agent may register again.
  counts.waiting += Math.max(0, (stop.devices?.size ?? seen) - seen)
  return summary
}

/** A device that is no longer expected by its rhythm has stopped validating. */
function noteAsking({ firstDenied }: Watched, device: Device, now: number, asking: StillAsking[]): void {
  const denied = device.validations?.denied
  if (denied === undefined) return
  const first = firstDenied.get(device.deviceId)
  if (first === undefined) firstDenied.set(device.deviceId, denied)
  else if (denied > first && nextAskMs(device, now) !== null)
    asking.push({ deviceId: device.deviceId, denials: denied - first + 1 })
}

/** Before anything was compared with the stop, everything it covers is waited for: that claims nothing. */
export function nothingSeen(stop: Watched, { fleet }: WatchedOrg): StopSummary {
  const waiting = stop.devices ? [...stop.devices.keys()] : fleet.idsActiveAt(stop.mark.acceptedAt)
  return {
    key: '',
    counts: { ...noStopCounts(), waiting: waiting.length },
    waiting,
    contradicted: [],
    asking: [],
    confirmed: [],
  }
}

/**
 * Devices denied under the stop, by id or of the whole org. What counts is the answer, not what the device or the org is by
 * now: the resume that ends the stop may have changed that already.
 */
export function* confirmedUnder(stop: Watched, org: WatchedOrg, deviceIds: readonly string[] | null): Slices<Device[]> {
  const confirmed: Device[] = []
  const covered = deviceIds ? deviceIds.map((deviceId) => ({ deviceId })) : viewsOf(stop, org)
  let seen = 0
  for (const { deviceId } of covered) {
    const device = org.fleet.get(deviceId)
    const mark = markFor(stop, deviceId, org.reading)
    const state = device && stop.baselines.stateOf({ ...device, status: 'revoked' }, mark, 'unknown')
    if (device && state === 'confirmed') confirmed.push(device)
    if (++seen % STEP_DEVICES === 0) yield
  }
  return confirmed
}
