/**
 * The devices of one list between its first byte and its last: those that changed as records, of the others only that they are
 * there. As objects they would take several times as much memory.
 */

import { giveBack, growing, grown } from '@/lib/domain/compact/growing-array'
import type { Device } from '@/lib/domain/device'
import type { DeviceSink } from '../device-list-body'
import { KnownDevices } from './known-devices'
import { printOf, recordMemory } from './record-layout'
import { recordBytesMax, writeRecord } from './write-record'

/** In place of the size of a device that is as it was. */
const UNCHANGED = 0

export class SnapshotStage implements DeviceSink {
  readonly #known: KnownDevices | undefined
  /** The devices of the list. */
  readonly devices = new KnownDevices()
  /** Where the record of each begins, and its bytes. */
  #starts = growing(Uint32Array)
  #sizes = growing(Uint32Array)
  #bytes = growing(Uint8Array)
  #memory = recordMemory(this.#bytes.buffer)
  #end = 0
  #newCount = 0

  /** `known`: what was read before; without it every device is a change. */
  constructor(known?: KnownDevices) {
    this.#known = known
  }

  put(device: Device): boolean {
    const { size: devicesBefore } = this.devices
    this.#makeRoom(recordBytesMax(device))
    const size = writeRecord(this.#memory, this.#end, device)
    const print = printOf(this.#memory, this.#end, size)
    const code = this.devices.set(device.deviceId, print)
    const before = this.#known?.printOf(device.deviceId) ?? Number.NaN
    this.#starts = grown(this.#starts, code + 1)
    this.#sizes = grown(this.#sizes, code + 1)
    this.#starts[code] = this.#end
    this.#sizes[code] = before === print ? UNCHANGED : size
    // The next one is written over what did not change.
    this.#end += this.#sizes[code]
    const isFirst = this.devices.size > devicesBefore
    if (isFirst && Number.isNaN(before)) this.#newCount++
    return isFirst
  }

  /** Devices of the list that were not known before. */
  get newCount(): number {
    return this.#newCount
  }

  /** Codes of the devices that changed; where some are new, in the order of device lists, in which an index takes them fastest. */
  changes(): Uint32Array {
    const { devices } = this
    const codes = new Uint32Array(devices.size)
    let count = 0
    for (let code = 0; code < devices.codesEnd; code++) if (this.#sizes[code] !== UNCHANGED) codes[count++] = code
    const changed = codes.subarray(0, count)
    return this.#newCount > 0 ? changed.sort((a, b) => devices.compare(a, b)) : changed
  }

  /** Record of a device that changed; valid until the stage is closed. */
  record(code: number): Uint8Array {
    const start = this.#starts[code]!
    return this.#bytes.subarray(start, start + this.#sizes[code]!)
  }

  /** Gives the memory of the changes back, not that of `devices`. */
  close(): void {
    for (const array of [this.#starts, this.#sizes, this.#bytes]) giveBack(array)
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    this.#bytes = grown(this.#bytes, this.#end + bytes)
    this.#memory = recordMemory(this.#bytes.buffer)
  }
}
