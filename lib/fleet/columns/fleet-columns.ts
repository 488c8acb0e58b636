/**
 * The fleet by column: ids, their parts, and what is reported of each device. A device keeps its slot until it is removed; freed
 * slots are used again.
 */

import { TextTable } from '@/lib/domain/compact/text-table'
import type { Device } from '@/lib/domain/device'
import { foldCase } from '@/lib/domain/ids/fold-case'
import { fitsPattern } from '@/lib/domain/selector/id-test'
import { CountedTexts } from './counted-texts'
import { ACTIVE, DeviceFacts } from './device-facts'
import { Dictionary } from './dictionary'
import { LookalikeIndex } from './lookalike-index'
import { resized } from './number-column'

export class FleetColumns {
  parts: readonly string[]
  readonly facts = new DeviceFacts()
  /** The slot of a device is the code of its id. */
  readonly #ids = new TextTable()
  dictionaries: Dictionary[]
  readonly lookalikes = new LookalikeIndex((slot) => this.#ids.text(slot))
  /** By part, the value of each slot. */
  codes: Uint32Array[]
  /** Number of ids that do not fit the pattern; `other[slot]` is 1 for each. */
  others = 0
  other = new Uint8Array(0)
  readonly #firstSegments = new CountedTexts()
  /** The full reading in which the device was last met. */
  generation = new Uint32Array(0)
  /** How often the slot was given up: with it a slot names one stay of one device. */
  births = new Uint32Array(0)

  constructor(parts: readonly string[]) {
    this.parts = parts
    this.dictionaries = parts.map(() => new Dictionary())
    this.codes = parts.map(() => new Uint32Array(0))
  }

  get size(): number {
    return this.#ids.size
  }

  /** Slots lie in [0, slotsEnd); some may be free. */
  get slotsEnd(): number {
    return this.#ids.codesEnd
  }

  /** First segments of all ids, folded. */
  get firstSegments(): { has(segment: string): boolean } {
    return this.#firstSegments
  }

  /** Slots that there is room for. */
  get capacity(): number {
    return this.other.length
  }

  /** -1 for an id that is not there. */
  slotOf(deviceId: string): number {
    return this.#ids.find(deviceId)
  }

  isFree(slot: number): boolean {
    return !this.#ids.isLive(slot)
  }

  id(slot: number): string {
    return this.#ids.text(slot)
  }

  folded(slot: number): string {
    return foldCase(this.#ids.text(slot))
  }

  /** The device as it was put; an object of its own. */
  device(slot: number): Device {
    return this.facts.device(slot, this.#ids.text(slot))
  }

  /** As `compareIds`. */
  compare(a: number, b: number): number {
    return this.#ids.compare(a, b)
  }

  /** Adds a device whose id is not there yet; its slot. */
  add(device: Device): number {
    const { deviceId } = device
    const slot = this.#ids.take(deviceId)
    if (slot >= this.other.length) this.#grow(Math.max(1_024, slot * 2))
    const segments = this.#takeParts(slot, deviceId)
    this.#firstSegments.take(segments[0]!)
    this.lookalikes.add(slot, deviceId)
    this.put(slot, device)
    return slot
  }

  /** Splits all ids anew by other parts. No device changes its slot. */
  setParts(parts: readonly string[]): void {
    this.parts = parts
    this.dictionaries = parts.map(() => new Dictionary())
    this.codes = parts.map(() => new Uint32Array(this.capacity))
    this.others = 0
    for (let slot = 0; slot < this.slotsEnd; slot++) if (!this.isFree(slot)) this.#takeParts(slot, this.id(slot))
  }

  /** Notes the values of the parts of an id; its folded segments. */
  #takeParts(slot: number, deviceId: string): string[] {
    const folded = foldCase(deviceId)
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
    return segments
  }

  /** Everything but the id, which never changes in a slot. `rhythm`: in place of the device's. */
  put(slot: number, device: Device, rhythm = device.rhythm): void {
    this.facts.put(slot, device, rhythm)
  }

  free(slot: number): void {
    const [first = ''] = this.folded(slot).split(':', 1)
    this.#firstSegments.releaseText(first)
    this.others -= this.other[slot]!
    this.other[slot] = 0
    this.dictionaries.forEach((dictionary, part) => {
      dictionary.release(this.codes[part]![slot]!)
    })
    this.facts.clear(slot)
    this.births[slot]!++
    this.lookalikes.remove(slot, this.#ids.text(slot))
    this.#ids.free(slot)
  }

  /** The same as `wasActiveAt` of a device: what is not reported (NaN) or never was compares as false. */
  wasActiveAt(slot: number, at: number | undefined): boolean {
    const { status, created, revokedAt } = this.facts
    if (at === undefined) return status[slot] === ACTIVE
    if (created[slot]! > at) return false
    return status[slot] === ACTIVE || revokedAt[slot]! > at
  }

  /** Makes room at once for so many devices in all. */
  reserve(devices: number): void {
    if (devices <= this.other.length) return
    this.#grow(devices)
  }

  #grow(capacity: number): void {
    this.other = resized(this.other, capacity)
    this.generation = resized(this.generation, capacity)
    this.births = resized(this.births, capacity)
    this.codes = this.codes.map((column) => resized(column as Uint32Array<ArrayBuffer>, capacity))
    this.facts.grow(capacity)
  }
}
