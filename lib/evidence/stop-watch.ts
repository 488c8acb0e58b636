/**
 * Watches the devices of every stop in force, from the fleet's snapshot alone. A revoke covers the devices on which it
 * still has a hold; an org disable covers the devices that were active when it was accepted. A stop over many devices is
 * compared with each new snapshot in slices; until that is done, what the last snapshot showed stays.
 */
import { runSync, runYielding, type Slices } from '@/lib/concurrency/cooperative'
import type { Device } from '@/lib/domain/device'
import type { DeviceStopState, StopCounts, StopMark } from '@/lib/domain/stop'
import { noStopCounts } from '@/lib/domain/stop'
import type { WatchedDevice } from '@/lib/store/holds'
import { StopBaselines } from './stop-baselines'
import {
  type Acceptance,
  confirmedUnder,
  covers,
  markFor,
  nothingSeen,
  type StillAsking,
  type StopSummary,
  stateUnder,
  summarize,
  type Watched,
  type WatchedOrg,
} from './stop-summary'

export type StopWatch = {
  /** Devices were stopped by an operation (several calls add up); null for the whole org. `at`: console's clock. */
  accept: (operationId: string, mark: StopMark, devices: readonly WatchedDevice[] | null, at: number) => void
  /** Devices left a stop: its hold on them was released. True when the stop covers nothing any more. */
  release: (operationId: string, deviceIds: readonly string[]) => boolean
  end: (operationId: string) => void
  inForce: () => boolean
  isWatched: (operationId: string) => boolean
  /** True once this console ended it, as by a resume that was accepted, also while the store has not taken that. */
  hasEnded: (operationId: string) => boolean
  watchedIds: () => string[]
  /** The devices of a stop of devices; undefined of any other. */
  devicesOf: (operationId: string) => ReadonlyMap<string, unknown> | undefined
  counts: (operationId: string) => StopCounts
  /** State of a device under the newest stop that covers it. */
  stateOf: (deviceId: string) => DeviceStopState | null
  /** Ids of a stop's devices that have not validated since, in the fleet's order. */
  waiting: (operationId: string) => readonly string[]
  /** Confirmed devices of a stop that go on validating all the same. */
  asking: (operationId: string) => readonly StillAsking[]
  /** Devices active or allowed under a stop in force, with that stop. */
  contradicted: () => readonly { operationId: string; deviceId: string }[]
  /** Compares every stop with the present snapshot, in slices. */
  review: () => Promise<void>
}

/** A stop over so few devices is compared with the snapshot when its state is requested. */
const AT_ONCE_MAX = 1_000
/** Stops that ended here are remembered until the store surely has it. */
const ENDED_MAX = 500
const PASSES_MAX = 3

/** Takes what confirmed a stop over these devices: when it is first seen, and, of what was not, when the stop ends over them. */
export type KeepConfirmations = (operationId: string, confirmed: readonly Device[]) => void

export function createStopWatch(runtime: () => WatchedOrg, keep: KeepConfirmations = () => {}): StopWatch {
  const watched = new Map<string, Watched>()
  /** The stops that name a device; whole-org stops are in `orgWide`. */
  const byDevice = new Map<string, Watched[]>()
  const orgWide = new Set<Watched>()
  const ended = new Set<string>()
  let changes = 0
  let order = 0
  let reviewing: Promise<void> | null = null

  const snapshotKey = (): string => {
    const { fleet, reading } = runtime()
    return `${fleet.version}:${reading.readAt}:${reading.execution?.execution}:${changes}`
  }

  function summaryOf(stop: Watched): StopSummary {
    const org = runtime()
    const key = snapshotKey()
    if (stop.summary?.key === key) return stop.summary
    if ((stop.devices?.size ?? org.fleet.size) <= AT_ONCE_MAX)
      stop.summary = keepFirst(stop, runSync(summarize(stop, org, key)))
    else {
      stop.summary ??= nothingSeen(stop, org)
      void review()
    }
    return stop.summary
  }

  /** The time of a device's first denial is in this snapshot alone. */
  function keepFirst(stop: Watched, summary: StopSummary): StopSummary {
    const { confirmed } = summary
    if (confirmed.length === 0) return summary
    for (const { deviceId } of confirmed) stop.kept.add(deviceId)
    keep(stop.operationId, confirmed)
    return { ...summary, confirmed: [] }
  }

  const behind = (): Watched[] => [...watched.values()].filter((stop) => stop.summary?.key !== snapshotKey())

  function* reviewOnce(): Slices<void> {
    for (const stop of behind()) {
      stop.summary = keepFirst(stop, yield* summarize(stop, runtime(), snapshotKey()))
      yield
    }
  }

  /** A snapshot that changes meanwhile is followed, a few times; the next one brings its own review. */
  async function review(): Promise<void> {
    for (let pass = 0; pass < PASSES_MAX && behind().length > 0; pass++) {
      reviewing ??= runYielding(reviewOnce()).finally(() => {
        reviewing = null
      })
      await reviewing
    }
  }

  function open(operationId: string, mark: StopMark, isOrgWide: boolean, at: number): Watched {
    const accepted = { revision: mark.revision, at }
    const devices = isOrgWide ? null : new Map()
    const stop: Watched = {
      operationId,
      order: ++order,
      mark,
      accepted,
      devices,
      baselines: new StopBaselines(),
      firstDenied: new Map(),
      kept: new Set(),
      madeMark: null,
      summary: null,
    }
    watched.set(operationId, stop)
    ended.delete(operationId)
    if (isOrgWide) {
      orgWide.add(stop)
      const { fleet, reading } = runtime()
      // With revisions nothing else is needed, and a stop request does not go through a whole fleet.
      if (reading.revision === null) for (const device of fleet.devices()) stop.baselines.note(device, mark)
    }
    return stop
  }

  function unlist(stop: Watched, deviceId: string): void {
    const left = byDevice.get(deviceId)?.filter((other) => other !== stop) ?? []
    if (left.length > 0) byDevice.set(deviceId, left)
    else byDevice.delete(deviceId)
  }

  /** What is confirmed now would be hidden by the next validate after the resume. */
  function keepConfirmed(operationId: string, stop: Watched, deviceIds: readonly string[] | null): void {
    const steps = confirmedUnder(stop, runtime(), deviceIds)
    if ((deviceIds?.length ?? runtime().fleet.size) <= AT_ONCE_MAX) keep(operationId, runSync(steps))
    else void runYielding(steps).then((confirmed) => keep(operationId, confirmed))
  }

  function end(operationId: string): void {
    changes += 1
    const stop = watched.get(operationId)
    if (!stop) return
    watched.delete(operationId)
    ended.add(operationId)
    if (ended.size > ENDED_MAX) ended.delete(ended.values().next().value as string)
    orgWide.delete(stop)
    keepConfirmed(operationId, stop, stop.devices && [...stop.devices.keys()])
    for (const deviceId of stop.devices?.keys() ?? []) unlist(stop, deviceId)
  }

  function accept(operationId: string, mark: StopMark, devices: readonly WatchedDevice[] | null, at: number): void {
    changes += 1
    const known = watched.get(operationId)
    // Of a stop of the org that was sent again, after a resume had its effect, what was allowed in between was ours.
    const isAnew = known?.devices === null && known.mark.revision !== mark.revision
    if (isAnew) orgWide.delete(known)
    const stop = (!isAnew && known) || open(operationId, mark, devices === null, at)
    const { fleet, reading } = runtime()
    for (const { deviceId, revision } of devices ?? []) {
      if (!stop.devices) break
      if (!stop.devices.has(deviceId)) byDevice.set(deviceId, [...(byDevice.get(deviceId) ?? []), stop])
      stop.devices.set(deviceId, { revision, at })
      // With revisions nothing else is needed.
      const device = reading.revision === null || revision === undefined ? fleet.get(deviceId) : undefined
      if (device) stop.baselines.note(device, markFor(stop, deviceId))
    }
  }

  return {
    accept,
    release(operationId, deviceIds) {
      changes += 1
      const stop = watched.get(operationId)
      if (!stop?.devices) return false
      const released = new Map(deviceIds.flatMap((id) => entryOf(stop, id)))
      keepConfirmed(operationId, { ...stop, devices: released }, [...released.keys()])
      for (const id of released.keys()) {
        unlist(stop, id)
        stop.devices.delete(id)
      }
      if (stop.devices.size > 0) return false
      end(operationId)
      return true
    },
    end,
    inForce: () => watched.size > 0,
    isWatched: (operationId) => watched.has(operationId),
    hasEnded: (operationId) => ended.has(operationId),
    watchedIds: () => [...watched.keys()],
    devicesOf: (operationId) => watched.get(operationId)?.devices ?? undefined,
    counts(operationId) {
      const stop = watched.get(operationId)
      return stop ? summaryOf(stop).counts : noStopCounts()
    },
    waiting(operationId) {
      const stop = watched.get(operationId)
      return stop ? summaryOf(stop).waiting : []
    },
    asking(operationId) {
      const stop = watched.get(operationId)
      return stop ? summaryOf(stop).asking : []
    },
    stateOf(deviceId) {
      const org = runtime()
      const device = org.fleet.get(deviceId)
      if (!device) return null
      let newest: Watched | null = null
      for (const stop of byDevice.get(deviceId) ?? []) if (!newest || stop.order > newest.order) newest = stop
      for (const stop of orgWide) if ((!newest || stop.order > newest.order) && covers(stop, device)) newest = stop
      return newest && stateUnder(newest, device, org)
    },
    contradicted: () =>
      [...watched].flatMap(([operationId, stop]) =>
        summaryOf(stop).contradicted.map((deviceId) => ({ operationId, deviceId })),
      ),
    review,
  }
}

function entryOf({ devices }: Watched, deviceId: string): [string, Acceptance][] {
  const acceptance = devices?.get(deviceId)
  return acceptance ? [[deviceId, acceptance]] : []
}
