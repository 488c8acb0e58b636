import { growing, grown } from '@/lib/domain/compact/growing-array'
import { TextTable } from '@/lib/domain/compact/text-table'

/**
 * One device. `serial` is never used again, so that evidence of a removed device can never be read as that of a later one;
 * `slot`: where its evidence is. Times are epoch milliseconds; `revokedRevision` is null where `revokedAt` is.
 */
export type Device = {
  serial: number
  slot: number
  deviceId: string
  createdAt: number
  revokedAt: number | null
  revokedRevision: number | null
}

/** Where a row's numbers lie. The last two are NaN where the device is not revoked. */
const [SERIAL, SLOT, CREATED_AT, REVOKED_AT, REVOKED_REVISION] = [0, 1, 2, 3, 4]
const WIDTH = 5

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/**
 * The devices of an org, each in a row: some 80 bytes beside its id, where an object and a Map entry would take 400. A device
 * keeps its row until it is removed; then the row may become another's, whose serial is higher.
 */
export class DeviceTable {
  /** The row of a device is the code of its id. */
  private readonly ids = new TextTable()
  /** Numbers of each row, side by side: a validate looks at several of them. */
  private numbers = growing(Float64Array)

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
    return this.ids.isLive(row) && this.serial(row) < serialsEnd
  }

  isRevoked(row: number): boolean {
    return !Number.isNaN(this.numbers[row * WIDTH + REVOKED_AT])
  }

  serial(row: number): number {
    return this.numbers[row * WIDTH + SERIAL] as number
  }

  slot(row: number): number {
    return this.numbers[row * WIDTH + SLOT] as number
  }

  /** Everything about the device in a row, as an object of its own. */
  read(row: number): Device {
    const at = row * WIDTH
    return {
      serial: this.serial(row),
      slot: this.slot(row),
      deviceId: this.ids.text(row),
      createdAt: this.numbers[at + CREATED_AT] as number,
      revokedAt: orNull(this.numbers[at + REVOKED_AT] as number),
      revokedRevision: orNull(this.numbers[at + REVOKED_REVISION] as number),
    }
  }

  /** The row of a device whose id is not there yet. */
  add(device: Device): number {
    const row = this.ids.take(device.deviceId)
    const at = row * WIDTH
    this.numbers = grown(this.numbers, at + WIDTH)
    this.numbers[at + SERIAL] = device.serial
    this.numbers[at + SLOT] = device.slot
    this.numbers[at + CREATED_AT] = device.createdAt
    this.setRevoked(row, device.revokedAt, device.revokedRevision)
    return row
  }

  setRevoked(row: number, revokedAt: number | null, revokedRevision: number | null): void {
    this.numbers[row * WIDTH + REVOKED_AT] = revokedAt ?? Number.NaN
    this.numbers[row * WIDTH + REVOKED_REVISION] = revokedRevision ?? Number.NaN
  }

  remove(row: number): void {
    this.ids.free(row)
  }
}
