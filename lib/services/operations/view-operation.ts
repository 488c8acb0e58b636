/** Operations as the API sends them. */
import type { StopSummary } from '@/lib/domain/console-api'
import { isStop, type Operation, type OperationItem, type OutcomeCounts } from '@/lib/domain/operation'
import { countOutcomes, findUndoOf } from '@/lib/store/operations'
import { noOutcomes, outcomesOf, undosOf } from '@/lib/store/outcomes'
import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export async function viewOperation(
  { store: { reads } }: Deps,
  org: OrgRuntime,
  row: OperationRow,
): Promise<Operation> {
  const undo = await findUndoOf(reads, row.id)
  return operationView(org, row, await countOutcomes(reads, row.id), undo?.id ?? null)
}

/** Many at once, with one query for the outcomes of all. */
export async function viewOperations(
  { store: { reads } }: Deps,
  org: OrgRuntime,
  rows: readonly OperationRow[],
): Promise<Operation[]> {
  const ids = rows.map((row) => row.id)
  const [outcomes, undos] = await Promise.all([outcomesOf(reads, ids), undosOf(reads, ids)])
  return rows.map((row) => operationView(org, row, outcomes.get(row.id) ?? noOutcomes(), undos.get(row.id) ?? null))
}

/** The same from what is in memory: used where the store cannot be read. */
export function operationView(
  org: OrgRuntime,
  row: OperationRow,
  outcomes: OutcomeCounts,
  undoneBy: string | null,
): Operation {
  return {
    id: row.id,
    org: org.row.slug,
    kind: row.kind,
    state: row.state,
    by: { id: row.user_id, name: row.actor_name },
    reason: row.reason,
    selector: row.selector,
    selectionId: row.selection_id,
    undoes: row.undoes,
    undoneBy,
    requestedAt: new Date(row.requested_at).toISOString(),
    acceptedAt: iso(row.accepted_at),
    finishedAt: iso(row.finished_at),
    startAt: iso(row.start_at),
    staged: row.staged === 1,
    authority: row.authority,
    total: row.total,
    outcomes,
    stop: isStop(row.kind) && row.stop_status ? { status: row.stop_status, counts: org.stops.counts(row.id) } : null,
    error: row.error_code
      ? { code: row.error_code, message: row.error_message ?? '', requestId: row.error_request_id }
      : null,
  }
}

export const stopSummary = (org: OrgRuntime, row: OperationRow): StopSummary => ({
  operationId: row.id,
  kind: row.kind === 'disable' ? 'disable' : 'revoke',
  status: row.stop_status ?? 'requested',
  by: { id: row.user_id, name: row.actor_name },
  requestedAt: new Date(row.requested_at).toISOString(),
  acceptedAt: iso(row.accepted_at),
  reason: row.reason,
  total: row.total,
  counts: org.stops.counts(row.id),
})

export const viewItem = (row: OperationItemRow): OperationItem => ({
  deviceId: row.device_id,
  outcome: row.outcome,
  code: row.code,
  message: row.message,
  requestId: row.request_id,
  before: row.before,
  updatedAt: new Date(row.updated_at).toISOString(),
})
