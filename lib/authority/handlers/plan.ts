import type { Org } from '../state/org'

/** Use and cap of an org, as `usage` and `register` report them. The cap counts active devices. */
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
