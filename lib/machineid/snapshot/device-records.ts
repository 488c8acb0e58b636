import type { Device } from '@/lib/domain/device'
import { readRecord } from './read-record'
import { recordMemory, SIZE } from './record-layout'

/**
 * Devices as records, in memory that can be handed to another thread. Each becomes an object when it is its turn, and garbage
 * before the next one does: of a large fleet the garbage collector never has more than one to handle.
 */
export class DeviceRecords implements Iterable<Device> {
  readonly bytes: Uint8Array<ArrayBuffer>

  /** `bytes`: all of their memory. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes
  }

  static of(records: readonly Uint8Array[]): DeviceRecords {
    const bytes = new Uint8Array(records.reduce((sum, record) => sum + record.length, 0))
    let at = 0
    for (const record of records) {
      bytes.set(record, at)
      at += record.length
    }
    return new DeviceRecords(bytes)
  }

  *[Symbol.iterator](): Generator<Device> {
    const memory = recordMemory(this.bytes.buffer)
    for (let at = 0; at < this.bytes.length; at += memory.words[at / 4 + SIZE]!) yield readRecord(memory, at)
  }
}
