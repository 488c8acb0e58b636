import type { FleetCounts } from './org-state'

/** Whether an org that no stop holds has a device to work: if not, none is registered, or every one is revoked. */
export type OrgWorking = 'working' | 'all-revoked' | 'no-devices'

/** @param counts null: not read yet. @param unusable entries without an id: they may be devices, and may be at work. */
export function orgWorking(counts: Pick<FleetCounts, 'total' | 'active' | 'unknown'> | null, unusable = 0): OrgWorking {
  if (!counts || unusable > 0) return 'working'
  if (counts.total === 0) return 'no-devices'
  return counts.active + counts.unknown === 0 ? 'all-revoked' : 'working'
}

export const WORKING_WORDS: Readonly<Record<OrgWorking, string>> = {
  working: 'Running',
  'all-revoked': 'All revoked',
  'no-devices': 'No devices',
}
