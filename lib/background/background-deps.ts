import type { CoveredItems } from '@/lib/operations/covered-items'
import type { OrgRegistry } from '@/lib/orgs/org-registry'
import type { StopDeps } from '@/lib/stops/stop-deps'

/** What work without a request needs of the console. */
export type BackgroundDeps = StopDeps & { orgs: OrgRegistry; coveredItems: CoveredItems; sampleSeconds: number }
