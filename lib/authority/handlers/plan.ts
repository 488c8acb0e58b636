import type { Org } from '../state/org'

/** How an org stands against its cap, as `usage` and `register` tell it. The cap counts active devices. */
export function planOf(org: Org) {
  return {
    planTier: org.planTier,
    planState: org.planState,
    accessUntil: null,
    limit: org.deviceLimit,
    devicesUsed: org.activeCount,
    remaining: Math.max(0, org.deviceLimit - org.activeCount),
    overLimit: org.activeCount > org.deviceLimit,
    softGraceWindow: null,
  }
}
