/**
 * What an authority reported of each device, by column: a device takes a tenth of what the object takes, and `device` returns
 * exactly what was put. Times are epoch ms, with `NEVER` for null and NaN for what the authority does not report.
 */
import { type Device, type DeviceStatus, type Rhythm, runningWindowMs } from '@/lib/domain/device'
import { DecisionColumn } from './decision-column'
import { NumberColumn, resized } from './number-column'

export const NEVER = Number.NEGATIVE_INFINITY
export const STATUS_CODES = ['active', 'unknown', 'revoked'] as const satisfies readonly DeviceStatus[]
export const ACTIVE = 0
export const REVOKED = 2

const [RHYTHM_NOT_REPORTED, RHYTHM_NULL, RHYTHM_REPORTED, RHYTHM_LEARNED] = [0, 1, 2, 3]

const fromTime = (at: number | null | undefined) => (at === undefined ? Number.NaN : (at ?? NEVER))
const toTime = (at: number) => (Number.isNaN(at) ? undefined : at === NEVER ? null : at)

export class DeviceFacts {
  /** Slots lie in [0, slotsEnd); some may be free. */
  slotsEnd = 0
  status = new Uint8Array(0)
  seen = new Float64Array(0)
  created = new Float64Array(0)
  revokedAt = new Float64Array(0)
  /** How often it validates, in ms; NaN where its rhythm is not known. */
  p95Ms = new Float64Array(0)
  readonly decisions = new DecisionColumn()
  #rhythm = new Uint8Array(0)
  readonly #medianMs = new NumberColumn()
  readonly #intervals = new NumberColumn()
  readonly #revokedRevision = new NumberColumn()
  readonly #allowed = new NumberColumn()
  readonly #denied = new NumberColumn()
  readonly #validationsTotal = new NumberColumn()

  /** Slots that there is room for. */
  get capacity(): number {
    return this.status.length
  }

  /** Last moment at which the device still counts as running; NEVER or NaN when it was not seen. */
  runningUntil(slot: number): number {
    const p95Ms = this.p95Ms[slot]!
    return this.seen[slot]! + runningWindowMs(Number.isNaN(p95Ms) ? undefined : p95Ms)
  }

  /** Everything but the id. `rhythm`: in place of the device's. */
  put(slot: number, device: Device, rhythm = device.rhythm): void {
    if (slot >= this.capacity) this.grow(Math.max(1_024, slot * 2))
    const { validations } = device
    this.status[slot] = STATUS_CODES.indexOf(device.status)
    this.seen[slot] = fromTime(device.lastValidatedAt)
    this.created[slot] = fromTime(device.createdAt)
    this.revokedAt[slot] = fromTime(device.revokedAt)
    this.p95Ms[slot] = rhythm?.p95Ms ?? Number.NaN
    this.#rhythm[slot] = rhythm
      ? rhythm.learned
        ? RHYTHM_LEARNED
        : RHYTHM_REPORTED
      : rhythm === null
        ? RHYTHM_NULL
        : RHYTHM_NOT_REPORTED
    this.#number(this.#medianMs, slot, rhythm?.medianMs)
    this.#number(this.#intervals, slot, rhythm?.n)
    this.#number(this.#revokedRevision, slot, device.revokedRevision)
    this.#number(this.#allowed, slot, validations?.allowed)
    this.#number(this.#denied, slot, validations?.denied)
    this.#number(this.#validationsTotal, slot, device.validationsTotal)
    this.decisions.put(slot, device.lastDecision, this.slotsEnd)
    this.slotsEnd = Math.max(this.slotsEnd, slot + 1)
  }

  /** The device in a slot in use, made anew. */
  device(slot: number, deviceId: string): Device {
    const device: Device = { deviceId, status: this.statusOf(slot) }
    const createdAt = this.createdAt(slot)
    if (createdAt !== undefined) device.createdAt = createdAt
    const revokedAt = this.revokedTime(slot)
    if (revokedAt !== undefined) device.revokedAt = revokedAt
    const revokedRevision = this.revokedRevision(slot)
    if (revokedRevision !== undefined) device.revokedRevision = revokedRevision
    const lastValidatedAt = this.lastValidatedAt(slot)
    if (lastValidatedAt !== undefined) device.lastValidatedAt = lastValidatedAt
    const lastDecision = this.decisions.get(slot)
    if (lastDecision !== undefined) device.lastDecision = lastDecision
    const validations = this.validations(slot)
    if (validations !== undefined) device.validations = validations
    const validationsTotal = this.validationsTotal(slot)
    if (validationsTotal !== undefined) device.validationsTotal = validationsTotal
    const rhythm = this.rhythm(slot)
    if (rhythm !== undefined) device.rhythm = rhythm
    return device
  }

  statusOf(slot: number): DeviceStatus {
    return STATUS_CODES[this.status[slot]!]!
  }
  createdAt(slot: number): number | null | undefined {
    return toTime(this.created[slot]!)
  }
  revokedTime(slot: number): number | null | undefined {
    return toTime(this.revokedAt[slot]!)
  }
  revokedRevision(slot: number): number | undefined {
    return this.#revokedRevision.get(slot)
  }
  lastValidatedAt(slot: number): number | null | undefined {
    return toTime(this.seen[slot]!)
  }
  validations(slot: number): Device['validations'] {
    const allowed = this.#allowed.get(slot)
    const denied = this.#denied.get(slot)
    return allowed === undefined || denied === undefined ? undefined : { allowed, denied }
  }
  validationsTotal(slot: number): number | undefined {
    return this.#validationsTotal.get(slot)
  }
  rhythm(slot: number): Rhythm | null | undefined {
    const kind = this.#rhythm[slot]
    if (kind === RHYTHM_NOT_REPORTED) return undefined
    if (kind === RHYTHM_NULL) return null
    const rhythm: Rhythm = {
      medianMs: this.#medianMs.get(slot) ?? 0,
      p95Ms: this.p95Ms[slot]!,
      n: this.#intervals.get(slot) ?? 0,
    }
    if (kind === RHYTHM_LEARNED) rhythm.learned = true
    return rhythm
  }

  /** Gives up what a slot held elsewhere. */
  clear(slot: number): void {
    this.decisions.put(slot, undefined, this.slotsEnd)
  }

  /** Makes room for so many slots. */
  grow(capacity: number): void {
    this.status = resized(this.status, capacity)
    this.seen = resized(this.seen, capacity)
    this.created = resized(this.created, capacity)
    this.revokedAt = resized(this.revokedAt, capacity)
    this.p95Ms = resized(this.p95Ms, capacity)
    this.#rhythm = resized(this.#rhythm, capacity)
    this.decisions.grow(capacity)
  }

  #number(column: NumberColumn, slot: number, value: number | undefined): void {
    column.put(slot, value, this.slotsEnd, this.capacity)
  }
}
