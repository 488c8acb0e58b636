import type { OrgRuntime } from '../orgs/org-runtime'
import type { DeviceKind } from './call-devices'

/** Whether the last reading shows the device as the operation wants it. */
export function isInWantedState(org: OrgRuntime, kind: DeviceKind, deviceId: string): boolean {
  const status = org.fleet.statusOf(deviceId)
  if (kind === 'revoke') return status === 'revoked'
  if (kind === 'restore') return status === 'active'
  return (status === undefined) === (kind === 'remove')
}
