/**
 * The devices of one list between its first byte and its last: those that changed as JSON, of the others only that they are
 * there. As objects they would take several times as much memory.
 */
import type { Device } from '@/lib/domain/device'
import { giveBack, growing, grown } from '@/lib/domain/growing-array'
import type { DeviceSink } from './device-list-body'
import { KnownDevices } from './known-devices'

/** In place of the size of a device that is as it was. */
const UNCHANGED = 0
/** UTF-8 has at most so many bytes per UTF-16 unit. */
const BYTES_PER_UNIT_MAX = 3

export class SnapshotStage implements DeviceSink {
  readonly #known: KnownDevices | undefined
  /** The devices of the list. */
  readonly devices = new KnownDevices()
  /** Where the JSON of each begins, and its bytes. */
  #starts = growing(Uint32Array)
  #sizes = growing(Uint32Array)
  #memory = growing(Uint8Array)
  #json = Buffer.from(this.#memory.buffer)
  #jsonEnd = 0
  /** Some device was not known before. */
  #hasNew = false

  /** `known`: what was read before; without it every device is a change. */
  constructor(known?: KnownDevices) {
    this.#known = known
  }

  put(device: Device): boolean {
    const { size } = this.devices
    const json = JSON.stringify(device)
    const print = fingerprint(json)
    const code = this.devices.set(device.deviceId, print)
    this.#starts = grown(this.#starts, code + 1)
    this.#sizes = grown(this.#sizes, code + 1)
    this.#starts[code] = this.#jsonEnd
    const before = this.#known?.printOf(device.deviceId) ?? Number.NaN
    if (Number.isNaN(before)) this.#hasNew = true
    this.#sizes[code] = before === print ? UNCHANGED : this.#append(json)
    return this.devices.size > size
  }

  /** Codes of the devices that changed; where some are new, in the order of device lists, in which an index takes them fastest. */
  changes(): Uint32Array {
    const { devices } = this
    const codes = new Uint32Array(devices.size)
    let count = 0
    for (let code = 0; code < devices.codesEnd; code++) if (this.#sizes[code] !== UNCHANGED) codes[count++] = code
    const changed = codes.subarray(0, count)
    return this.#hasNew ? changed.sort((a, b) => devices.compare(a, b)) : changed
  }

  /** JSON of a device that changed; valid until the stage is closed. */
  json(code: number): Buffer {
    const start = this.#starts[code]!
    return this.#json.subarray(start, start + this.#sizes[code]!)
  }

  /** Gives the memory of the changes back, not that of `devices`. */
  close(): void {
    for (const array of [this.#starts, this.#sizes, this.#memory]) giveBack(array)
  }

  #append(json: string): number {
    const end = this.#jsonEnd + json.length * BYTES_PER_UNIT_MAX
    if (end > this.#json.length) {
      this.#memory = grown(this.#memory, end)
      this.#json = Buffer.from(this.#memory.buffer)
    }
    const size = this.#json.write(json, this.#jsonEnd)
    this.#jsonEnd += size
    return size
  }
}

/** 53 bits of a multiplicative hash: two different readings of 100,000 devices practically never meet. */
function fingerprint(text: string): number {
  let high = 0x811c9dc5
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x5bd1e995) ^ (low >>> 13)
  }
  return (high >>> 11) * 4_294_967_296 + (low >>> 0)
}
