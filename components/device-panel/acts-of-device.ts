import type { DeviceRow } from '@/lib/domain/wire/devices'

/** What the button says that revokes a device; null if there is nothing to revoke. */
export function revokeWord({ status, stop }: Pick<DeviceRow, 'status' | 'stop'>): string | null {
  if (stop === 'contradicted') return 'Revoke again'
  return status === 'revoked' ? null : 'Revoke'
}

/** True if a restore could change something. */
export const isRestorable = ({ status }: Pick<DeviceRow, 'status'>): boolean => status !== 'active'
