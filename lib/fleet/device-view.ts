import type { Device } from '@/lib/domain/device'
import type { FleetColumns } from './columns/fleet-columns'

/**
 * A device as it is stored in the columns: each of its values is made when it is requested, and the device never. Where ten thousand
 * are looked at for one or two values of each, that is most of the work. It is the device that it was last turned to, and only
 * until the fleet changes: what is to be kept is asked of the fleet as an object. A copy by `...` has none of its values.
 */
export class DeviceView implements Device {
  readonly #columns: FleetColumns
  #slot = 0
  deviceId = ''

  constructor(columns: FleetColumns) {
    this.#columns = columns
  }

  turnTo(slot: number, deviceId: string): this {
    this.#slot = slot
    this.deviceId = deviceId
    return this
  }

  get status() {
    return this.#columns.facts.statusOf(this.#slot)
  }
  get createdAt() {
    return this.#columns.facts.createdAt(this.#slot)
  }
  get revokedAt() {
    return this.#columns.facts.revokedTime(this.#slot)
  }
  get revokedRevision() {
    return this.#columns.facts.revokedRevision(this.#slot)
  }
  get lastValidatedAt() {
    return this.#columns.facts.lastValidatedAt(this.#slot)
  }
  get lastDecision() {
    return this.#columns.facts.decisions.get(this.#slot)
  }
  get validations() {
    return this.#columns.facts.validations(this.#slot)
  }
  get validationsTotal() {
    return this.#columns.facts.validationsTotal(this.#slot)
  }
  get rhythm() {
    return this.#columns.facts.rhythm(this.#slot)
  }
}
