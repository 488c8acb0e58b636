import type { OrgReading } from '@/lib/fleet/reading'

/** Why a fall-back stop found no device to revoke. Completes "… has no org stop, and …". */
export function whyNothing({ readAt, unreadable }: OrgReading): string {
  if (readAt === null) return 'its devices could not be read'
  if (unreadable === 0) return 'it has no device that is active'
  return `no device of its list with a usable id is active (${unreadable} of its entries have none)`
}
