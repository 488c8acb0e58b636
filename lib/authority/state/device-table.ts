import { growing, grown } from '@/lib/domain/growing-array'
import { TextTable } from '@/lib/domain/text-table'

/**
 * One device. `serial` is never used again, so that evidence of a removed device can never be read as that of a later one;
 * `slot` says where its evidence lies. Times are epoch milliseconds; `revokedRevision` is null where `revokedAt` is.
 */
export type Device = {
  serial: number
  slot: number
  deviceId: string
  createdAt: number
  revokedAt: number | null
  revokedRevision: number | null
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/**
 * The devices of an org, each in a row: some 80 bytes beside its id, where an object and a Map entry would take 400. A device
 * keeps its row until it is removed; then the row may become another's, whose serial is higher.
 */
export class DeviceTable {
  /** The row of a device is the code of its id. */
  private readonly ids = new TextTable()
  private serials = growing(Float64Array)
  private slots = growing(Uint32Array)
  private createdAts = growing(Float64Array)
  /** NaN where the device is not revoked. */
  private revokedAts = growing(Float64Array)
  private revokedRevisions = growing(Float64Array)

  get size(): number {
    return this.ids.size
  }

  /** Rows lie in [0, rowsEnd); some may be empty. */
  get rowsEnd(): number {
    return this.ids.codesEnd
  }

  /** -1 for an id that is not there. */
  find(deviceId: string): number {
    return this.ids.find(deviceId)
  }

  has(deviceId: string): boolean {
    return this.ids.has(deviceId)
  }

  /** True while a row holds the device that it held when serials had got as far as `serialsEnd`. */
  isOlder(row: number, serialsEnd: number): boolean {
    return this.ids.isLive(row) && (this.serials[row] as number) < serialsEnd
  }

  isRevoked(row: number): boolean {
    return !Number.isNaN(this.revokedAts[row])
  }

  serial(row: number): number {
    return this.serials[row] as number
  }

  slot(row: number): number {
    return this.slots[row] as number
  }

  /** Everything about the device in a row, as an object of its own. */
  read(row: number): Device {
    return {
      serial: this.serial(row),
      slot: this.slot(row),
      deviceId: this.ids.text(row),
      createdAt: this.createdAts[row] as number,
      revokedAt: orNull(this.revokedAts[row] as number),
      revokedRevision: orNull(this.revokedRevisions[row] as number),
    }
  }

  /** The row of a device whose id is not there yet. */
  add(device: Device): number {
    const row = this.ids.take(device.deviceId)
    this.serials = grown(this.serials, row + 1)
    this.slots = grown(this.slots, row + 1)
    this.createdAts = grown(this.createdAts, row + 1)
    this.revokedAts = grown(this.revokedAts, row + 1)
    this.revokedRevisions = grown(this.revokedRevisions, row + 1)
    this.serials[row] = device.serial
    this.slots[row] = device.slot
    this.createdAts[row] = device.createdAt
    this.setRevoked(row, device.revokedAt, device.revokedRevision)
    return row
  }

  setRevoked(row: number, revokedAt: number | null, revokedRevision: number | null): void {
    this.revokedAts[row] = revokedAt ?? Number.NaN
    this.revokedRevisions[row] = revokedRevision ?? Number.NaN
  }

  remove(row: number): void {
    this.ids.free(row)
  }
}
