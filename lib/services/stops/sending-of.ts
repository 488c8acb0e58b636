import type { StopSending } from '@/lib/domain/stop'
import type { OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'

/** What memory knows of a stop and the store does not: when it is sent again, and where its record is until the store has it. */
export function sendingOf(
  deps: Pick<Deps, 'stopRequests'>,
  org: Pick<OrgRuntime, 'outage'>,
  row: Pick<OperationRow, 'id' | 'state'>,
): StopSending {
  const nextTryAt = row.state === 'finished' ? null : org.outage.nextTryAt(row.id)
  const recorded = deps.stopRequests.find(row.id)?.recorded
  return {
    ...(nextTryAt !== null ? { nextTryAt: new Date(nextTryAt).toISOString() } : {}),
    ...(recorded === 'sink' || recorded === 'nowhere' ? { recorded } : {}),
  }
}
