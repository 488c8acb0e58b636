/**
 * What was read of a device before a stop and right after it, for an authority that gives neither revisions nor times. A
 * denial or a validate counts from the snapshot before the stop. One that was allowed counts only from the first snapshot that
 * began after it: in between the device was free to work, and an alarm would be false.
 */
import type { Device } from '@/lib/domain/device'
import { type Baseline, type DeviceStopState, deviceStopState, type StopMark } from '@/lib/domain/stop'

type Execution = 'enabled' | 'disabled' | 'unknown'

export class StopBaselines {
  readonly #before = new Map<string, Baseline>()
  readonly #after = new Map<string, Baseline>()

  /** Keeps the device as it is in the last snapshot before the stop, if there will be no better evidence. */
  note(device: Device, mark: StopMark): void {
    if (!isDated(device, mark)) this.#before.set(device.deviceId, baselineOf(device))
  }

  forget(deviceId: string): void {
    this.#before.delete(deviceId)
    this.#after.delete(deviceId)
  }

  /** State in a snapshot that began after the stop. */
  stateOf(device: Device, mark: StopMark, execution: Execution): DeviceStopState {
    if (isDated(device, mark)) return deviceStopState(device, mark, execution)
    const { deviceId } = device
    const after = this.#after.get(deviceId) ?? baselineOf(device)
    this.#after.set(deviceId, after)
    const sinceAfter = deviceStopState(device, { ...mark, before: after }, execution)
    if (sinceAfter === 'contradicted' || sinceAfter === 'confirmed') return sinceAfter
    const before = this.#before.get(deviceId)
    if (!before) return sinceAfter
    const sinceBefore = deviceStopState(device, { ...mark, before: withoutAllowed(before, device) }, execution)
    return sinceBefore === 'contradicted' ? sinceAfter : sinceBefore
  }
}

/** The device's last decision can be compared with the stop by revision or by the authority's times. */
function isDated({ lastDecision, lastValidatedAt, revokedAt }: Device, mark: StopMark): boolean {
  if (mark.revision !== undefined && lastDecision?.revision !== undefined) return true
  const stoppedAt = (mark.kind === 'revoke' ? revokedAt : undefined) ?? mark.acceptedAt
  return stoppedAt !== undefined && typeof (lastDecision?.at ?? lastValidatedAt) === 'number'
}

const baselineOf = ({ lastValidatedAt, lastDecision, validations, validationsTotal }: Device): Baseline => ({
  lastValidatedAt,
  lastDecision,
  validations,
  validationsTotal,
})

/** Growth of what was allowed is left to the snapshot after the stop. */
const withoutAllowed = (before: Baseline, { validations }: Device): Baseline =>
  before.validations && validations
    ? { ...before, validations: { ...before.validations, allowed: validations.allowed } }
    : before
