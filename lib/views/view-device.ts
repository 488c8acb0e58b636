import type { Device } from '@/lib/domain/device'
import { isRunning, toWire } from '@/lib/domain/device'
import { deviceParts } from '@/lib/domain/ids/device-id'
import type { DeviceRow } from '@/lib/domain/wire/devices'
import { snapshotTime } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

export function viewDevice(org: OrgRuntime, device: Device): DeviceRow {
  const stop = org.stops.stateOf(device.deviceId)
  return {
    ...toWire(device),
    parts: deviceParts(device.deviceId, org.parts),
    running: org.reading.execution?.execution !== 'disabled' && isRunning(device, snapshotTime(org.reading)),
    ...(org.fleet.hasLookalike(device.deviceId) ? { lookalike: true } : {}),
    ...(stop ? { stop } : {}),
  }
}
