import type { OrgRuntime } from '../orgs/org-runtime'
import type { DeviceKind } from './call-devices'

/** Whether the last reading shows the device as the operation wants it. */
export function isInWantedState(org: OrgRuntime, kind: DeviceKind, deviceId: string): boolean {
  const device = org.fleet.get(deviceId)
  return {
    revoke: device?.status === 'revoked',
    restore: device?.status === 'active',
    register: device !== undefined,
    remove: device === undefined,
  }[kind]
}
