import type { Device } from '@/lib/domain/device'

/** Active at that time of the authority, as far as its own times tell; active now where the time is not known. */
export function wasActiveAt(device: Device, at: number | undefined): boolean {
  if (at === undefined) return device.status === 'active'
  if (typeof device.createdAt === 'number' && device.createdAt > at) return false
  return device.status === 'active' || (typeof device.revokedAt === 'number' && device.revokedAt > at)
}
