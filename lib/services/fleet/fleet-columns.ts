/**
 * The fleet by column. A device keeps its slot until it is removed; freed slots are used again. Times are epoch ms, with
 * `NEVER` for null and NaN for what the authority does not tell.
 */
import { type Decision, type Device, type DeviceStatus, runningWindowMs } from '@/lib/domain/device'
import { foldCase } from '@/lib/domain/selector/fold-case'
import { fitsPattern } from '@/lib/domain/selector/id-test'
import { Dictionary } from './dictionary'

export const NEVER = Number.NEGATIVE_INFINITY
export const STATUS_CODES = ['active', 'unknown', 'revoked'] as const satisfies readonly DeviceStatus[]
export const DECISIONS = ['none', 'allowed', 'denied'] as const
export const ACTIVE = 0
export const REVOKED = 2

const timeOf = (at: number | null | undefined) => (at === undefined ? Number.NaN : (at ?? NEVER))

export class FleetColumns {
  readonly parts: readonly string[]
  readonly dictionaries: Dictionary[]
  /** Codes of last decisions; code 0 is "none". */
  readonly decisionCodes = new Dictionary()
  readonly slotOf = new Map<string, number>()
  /** Number of ids that do not fit the pattern; `other[slot]` is 1 for each. */
  others = 0
  other = new Uint8Array(0)
  readonly firstSegments = new Set<string>()
  readonly devices: (Device | undefined)[] = []
  readonly folded: string[] = []
  codes: Uint32Array[]
  status = new Uint8Array(0)
  seen = new Float64Array(0)
  created = new Float64Array(0)
  revokedAt = new Float64Array(0)
  /** How often it validates, in ms; NaN where its rhythm is not known. */
  p95Ms = new Float64Array(0)
  /** Last moment at which the device still counts as running; NEVER or NaN when it was not seen. */
  runningUntil = new Float64Array(0)
  /** The full reading in which the device was last met. */
  generation = new Uint32Array(0)
  /** Last decision: index into `DECISIONS`, and its code. */
  decision = new Uint8Array(0)
  decisionCode = new Uint32Array(0)
  readonly #firstUses = new Map<string, number>()
  readonly freeSlots: number[] = []

  constructor(parts: readonly string[]) {
    this.parts = parts
    this.dictionaries = parts.map(() => new Dictionary())
    this.codes = parts.map(() => new Uint32Array(0))
  }

  /** Slots lie in [0, slotsEnd); some may be free. */
  get slotsEnd(): number {
    return this.devices.length
  }

  add(device: Device): number {
    const slot = this.freeSlots.pop() ?? this.devices.length
    if (slot >= this.status.length) this.#grow(Math.max(1024, slot * 2))
    const { deviceId } = device
    const folded = foldCase(deviceId)
    this.slotOf.set(deviceId, slot)
    this.folded[slot] = folded
    const segments = folded.split(':')
    this.other[slot] = fitsPattern(segments, this.parts) ? 0 : 1
    if (this.other[slot] === 0) {
      const shown = folded === deviceId ? segments : deviceId.split(':')
      this.dictionaries.forEach((dictionary, part) => {
        this.codes[part]![slot] = dictionary.take(segments[part]!, shown[part]!)
      })
    } else {
      this.others++
      for (const column of this.codes) column[slot] = 0
    }
    const first = segments[0]!
    this.firstSegments.add(first)
    this.#firstUses.set(first, (this.#firstUses.get(first) ?? 0) + 1)
    this.put(slot, device)
    return slot
  }

  /** Everything but the id, which never changes in a slot. */
  put(slot: number, device: Device): void {
    this.devices[slot] = device
    this.status[slot] = STATUS_CODES.indexOf(device.status)
    this.seen[slot] = timeOf(device.lastValidatedAt)
    this.created[slot] = timeOf(device.createdAt)
    this.revokedAt[slot] = timeOf(device.revokedAt)
    this.p95Ms[slot] = device.rhythm?.p95Ms ?? Number.NaN
    this.runningUntil[slot] = this.seen[slot]! + runningWindowMs(device)
    this.#putDecision(slot, device.lastDecision ?? null)
  }

  #putDecision(slot: number, decision: Decision | null): void {
    this.decision[slot] = decision ? (decision.allowed ? 1 : 2) : 0
    const before = this.decisionCode[slot]!
    if (decision && this.decisionCodes.shown[before] === decision.code && before !== 0) return
    this.decisionCodes.release(before)
    this.decisionCode[slot] = decision ? this.decisionCodes.take(foldCase(decision.code), decision.code) : 0
  }

  /** As `wasActiveAt` says of a device: what is not told (NaN) or never was compares as false. */
  wasActiveAt(slot: number, at: number | undefined): boolean {
    if (at === undefined) return this.status[slot] === ACTIVE
    if (this.created[slot]! > at) return false
    return this.status[slot] === ACTIVE || this.revokedAt[slot]! > at
  }

  free(slot: number): void {
    this.slotOf.delete(this.devices[slot]!.deviceId)
    this.others -= this.other[slot]!
    this.other[slot] = 0
    this.dictionaries.forEach((dictionary, part) => {
      dictionary.release(this.codes[part]![slot]!)
    })
    const [first = ''] = this.folded[slot]!.split(':', 1)
    const uses = this.#firstUses.get(first)! - 1
    if (uses > 0) this.#firstUses.set(first, uses)
    else {
      this.#firstUses.delete(first)
      this.firstSegments.delete(first)
    }
    this.#putDecision(slot, null)
    this.devices[slot] = undefined
    this.folded[slot] = ''
    this.freeSlots.push(slot)
  }

  #grow(capacity: number): void {
    const floats = (old: Float64Array) => {
      const next = new Float64Array(capacity)
      next.set(old)
      return next
    }
    const ints = (old: Uint32Array) => {
      const next = new Uint32Array(capacity)
      next.set(old)
      return next
    }
    const bytes = (old: Uint8Array) => {
      const next = new Uint8Array(capacity)
      next.set(old)
      return next
    }
    this.status = bytes(this.status)
    this.decision = bytes(this.decision)
    this.other = bytes(this.other)
    this.decisionCode = ints(this.decisionCode)
    this.seen = floats(this.seen)
    this.created = floats(this.created)
    this.revokedAt = floats(this.revokedAt)
    this.p95Ms = floats(this.p95Ms)
    this.runningUntil = floats(this.runningUntil)
    this.generation = ints(this.generation)
    this.codes = this.codes.map(ints)
  }
}
