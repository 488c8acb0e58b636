import { isOver } from '@/lib/domain/stop-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { StopDeps } from './stop-deps'

/**
 * The stop of the whole org that a screen shows: the one that did it, because a later request stops nothing more;
 * without one in force the newest that is open. What the store lacks, or cannot return (null), comes from memory.
 */
export function currentOrgStop(
  deps: Pick<StopDeps, 'stopRequests'>,
  org: OrgRuntime,
  stored: readonly OperationRow[] | null,
): OperationRow | undefined {
  const inMemory = deps.stopRequests
    .ofOrg(org.row.id)
    .filter((request) => (stored === null || request.recorded !== 'store') && !isOver(request.row))
    .map((request) => request.row)
  const known = new Set(inMemory.map((row) => row.id))
  // A resume of this console ended it, which the store could not take yet.
  const isEnded = ({ id, stop_status }: OperationRow) => stop_status === 'accepted' && org.stops.hasEnded(id)
  const stops = [...(stored ?? []).filter((row) => !known.has(row.id) && !isEnded(row)), ...inMemory]
    .filter((row) => row.kind === 'disable')
    .sort((a, b) => a.requested_at - b.requested_at)
  const accepted = stops.filter((row) => row.stop_status === 'accepted')
  // A rehearsal ends without what was stopped in earnest.
  return accepted.find((row) => !row.rehearsal) ?? accepted[0] ?? stops.at(-1)
}
