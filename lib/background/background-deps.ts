import type { CoveredItems } from '@/lib/operations/covered-items'
import type { OrgRegistry } from '@/lib/orgs/org-registry'
import type { Duties } from '@/lib/replicas/duties'
import type { StopDeps } from '@/lib/stops/stop-deps'

/** What work without a request needs of the console. */
export type BackgroundDeps = StopDeps & {
  orgs: OrgRegistry
  coveredItems: CoveredItems
  duties: Duties
  sampleSeconds: number
}
