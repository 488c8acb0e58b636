/**
 * One device as an authority reports it. `null` means never; `undefined` means that this authority does not report it, which
 * is shown as unknown and never filled with a default. Times are epoch milliseconds of the authority's clock.
 */

export type DeviceStatus = 'active' | 'revoked' | 'unknown'

/**
 * What an authority answered. `proven`: to a call with the key that only this device has. Without it any holder of a shared key may
 * have asked in its name: it is *reported*.
 */
export type Decision = {
  allowed: boolean
  code: string
  at?: number
  revision?: number
  requestId?: string
  proven?: true
}

/** The usual interval between validates. `learned` marks one worked out from successive readings, at the resolution read. */
export type Rhythm = { medianMs: number; p95Ms: number; n: number; learned?: boolean }

export type Device = {
  deviceId: string
  status: DeviceStatus
  createdAt?: number | null
  revokedAt?: number | null
  revokedRevision?: number
  lastValidatedAt?: number | null
  lastDecision?: Decision | null
  validations?: { allowed: number; denied: number }
  /** Validates of an authority that does not report how they were answered. */
  validationsTotal?: number
  rhythm?: Rhythm | null
}

export type WireDecision = Omit<Decision, 'at'> & { at?: string }

/** The same with ISO 8601 UTC times: what travels between server and browser. */
export type WireDevice = Omit<Device, 'createdAt' | 'revokedAt' | 'lastValidatedAt' | 'lastDecision'> & {
  createdAt?: string | null
  revokedAt?: string | null
  lastValidatedAt?: string | null
  lastDecision?: WireDecision | null
}

/** Where the rhythm is unknown, a device seen within this time counts as running. */
const RUNNING_DEFAULT_MS = 24 * 3_600_000

/** How long a device may stay silent and still count as running: three times its p95, 24 h where unknown. */
export function runningWindowMs(p95Ms: number | undefined): number {
  return p95Ms === undefined ? RUNNING_DEFAULT_MS : 3 * p95Ms
}

/** Active, and seen within its running window. `nowMs` is the authority's clock. */
export function isRunning(device: Device, nowMs: number): boolean {
  if (device.status !== 'active' || device.lastValidatedAt == null) return false
  return nowMs - device.lastValidatedAt <= runningWindowMs(device.rhythm?.p95Ms)
}

const toIso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const toMs = (at: string | null) => (at === null ? null : Date.parse(at))

/** Times to ISO; absent fields stay absent. Throws RangeError on a time that no date can hold. */
export function toWire(device: Device): WireDevice {
  const { createdAt, revokedAt, lastValidatedAt, lastDecision, ...rest } = device
  const wire: WireDevice = rest
  if (createdAt !== undefined) wire.createdAt = toIso(createdAt)
  if (revokedAt !== undefined) wire.revokedAt = toIso(revokedAt)
  if (lastValidatedAt !== undefined) wire.lastValidatedAt = toIso(lastValidatedAt)
  if (!lastDecision) return lastDecision === null ? { ...wire, lastDecision } : wire
  const { at, ...decision } = lastDecision
  wire.lastDecision = at === undefined ? decision : { ...decision, at: new Date(at).toISOString() }
  return wire
}

/** The inverse of `toWire`, for what `toWire` made. */
export function fromWire(wire: WireDevice): Device {
  const { createdAt, revokedAt, lastValidatedAt, lastDecision, ...rest } = wire
  const device: Device = rest
  if (createdAt !== undefined) device.createdAt = toMs(createdAt)
  if (revokedAt !== undefined) device.revokedAt = toMs(revokedAt)
  if (lastValidatedAt !== undefined) device.lastValidatedAt = toMs(lastValidatedAt)
  if (!lastDecision) return lastDecision === null ? { ...device, lastDecision } : device
  const { at, ...decision } = lastDecision
  device.lastDecision = at === undefined ? decision : { ...decision, at: Date.parse(at) }
  return device
}
