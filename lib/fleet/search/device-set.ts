import { TextArena } from '@/lib/domain/compact/text-arena'
import type { Device } from '@/lib/domain/device'
import { DeviceFacts } from '../columns/device-facts'

/** Devices of one moment, in the order added, kept as compactly as the fleet itself. */
export class DeviceSet implements Iterable<Device> {
  readonly #ids = new TextArena()
  readonly #facts = new DeviceFacts()

  get size(): number {
    return this.#facts.slotsEnd
  }

  add(device: Device): void {
    const at = this.size
    this.#ids.set(at, device.deviceId)
    this.#facts.put(at, device)
  }

  *[Symbol.iterator](): Generator<Device> {
    for (let at = 0; at < this.size; at++) yield this.#facts.device(at, this.#ids.get(at))
  }
}
