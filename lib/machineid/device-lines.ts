import type { Device } from '@/lib/domain/device'

const LINE_END = 0x0a

/**
 * Devices as JSON, one per line, in memory that can be handed to another thread. Each becomes an object when it is its turn, and
 * garbage before the next one does: of a large fleet never more than one is in the way of the garbage collector.
 */
export class DeviceLines implements Iterable<Device> {
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes
  }

  /** `devices`: the JSON of each. */
  static of(devices: readonly Uint8Array[]): DeviceLines {
    const bytes = new Uint8Array(devices.reduce((sum, device) => sum + device.length + 1, 0))
    let at = 0
    for (const device of devices) {
      bytes.set(device, at)
      at += device.length + 1
      bytes[at - 1] = LINE_END
    }
    return new DeviceLines(bytes)
  }

  *[Symbol.iterator](): Generator<Device> {
    const { buffer, byteOffset, byteLength } = this.bytes
    const text = Buffer.from(buffer, byteOffset, byteLength)
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf(LINE_END, from)
      yield JSON.parse(text.toString('utf8', from, end))
      from = end + 1
    }
  }
}
