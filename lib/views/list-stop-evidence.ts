/** The devices of a stop that a person looks at by name: the ones that have not asked, and the ones that ask all the same. */
import type { Device } from '@/lib/domain/device'
import { isLate, nextAskMs } from '@/lib/domain/forecast'
import type { StopDevices, WaitingDevice } from '@/lib/domain/wire/operations'
import { snapshotTime } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

const SHOWN_MAX = 5
/** In a large fleet the late ones are looked for among so many that wait. */
const SEARCHED_MAX = 2_000

/** Those that are quiet for longer than their rhythm explains come first; else the fleet's order. */
export function listStopEvidence(org: OrgRuntime, operationId: string): StopDevices {
  const waiting = org.stops.waiting(operationId)
  const asking = org.stops.asking(operationId)
  // As of the last reading, not as of now: whether a device has asked since then is unknown.
  const readAt = snapshotTime(org.reading)
  const known = waiting.slice(0, SEARCHED_MAX).flatMap((id) => {
    const device = org.fleet.get(id)
    return device ? [viewWaiting(device, readAt)] : []
  })
  const askMs = waiting.slice(0, SEARCHED_MAX).map((id) => {
    const device = org.fleet.get(id)
    return device ? nextAskMs(device, readAt) : null
  })
  return {
    waiting: [...known.filter((device) => device.late), ...known.filter((device) => !device.late)].slice(0, SHOWN_MAX),
    waitingTotal: waiting.length,
    asking: asking.slice(0, SHOWN_MAX),
    askingTotal: asking.length,
    expected: expectedOf(askMs, waiting.length),
  }
}

/** The first of some is no later than the first of all; of the last this is known only if each of them is known. */
function expectedOf(askMs: readonly (number | null)[], waiting: number): StopDevices['expected'] {
  const known = askMs.filter((ms) => ms !== null)
  return {
    firstMs: known.length > 0 ? Math.min(...known) : null,
    allMs: known.length > 0 && known.length === waiting ? Math.max(...known) : null,
  }
}

/** @param readAt the authority's clock at the reading that the device is from. */
export function viewWaiting({ deviceId, rhythm, lastValidatedAt }: Device, readAt: number): WaitingDevice {
  // If a clock was set back, the last validate may be in the future: quiet for 0 ms then.
  const quietMs = lastValidatedAt == null ? null : Math.max(0, readAt - lastValidatedAt)
  return { deviceId, everyMs: rhythm?.medianMs ?? null, quietMs, late: isLate(rhythm, quietMs) }
}
