import type { Device } from '@/lib/domain/device'
import { isRunning, toWire } from '@/lib/domain/device'
import { deviceParts } from '@/lib/domain/ids/device-id'
import type { DeviceRow } from '@/lib/domain/wire/devices'
import { authorityNow } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

export function viewDevice(org: OrgRuntime, device: Device, now: number): DeviceRow {
  const stop = org.stops.stateOf(device.deviceId)
  return {
    ...toWire(device),
    parts: deviceParts(device.deviceId, org.parts),
    running: org.reading.execution?.execution !== 'disabled' && isRunning(device, authorityNow(org.reading, now)),
    ...(org.fleet.hasLookalike(device.deviceId) ? { lookalike: true } : {}),
    ...(stop ? { stop } : {}),
  }
}
