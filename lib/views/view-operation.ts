/** Operations as the API sends them. */
import { isStop, type Operation, type OperationItem, type OutcomeCounts } from '@/lib/domain/operation'
import type { StopSending } from '@/lib/domain/stop'
import type { StopSummary } from '@/lib/domain/wire/org-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { StopDeps } from '@/lib/stops/stop-deps'
import { fencesOf } from '@/lib/store/fences'
import { countOutcomes } from '@/lib/store/operation-items'
import { findUndoOf } from '@/lib/store/operations'
import { noOutcomes, outcomesOf, undosOf } from '@/lib/store/outcomes'
import type { FenceRow, OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { withEndings } from './view-ending'
import { fenceTerm } from './view-fence'
import { withIdGroups } from './view-id-groups'

/** What memory has of a stop and the store does not: when it is sent again, and where its record is until the store has it. */
function sendingOf(
  deps: Pick<StopDeps, 'stopRequests'>,
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

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export async function viewOperation(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<Operation> {
  const { reads } = deps.store
  const undo = await findUndoOf(reads, row.id)
  const fences = await fencesOf(reads, withUndone([row]))
  const view = operationView(deps, org, row, await countOutcomes(reads, row.id), undo?.id ?? null, fences)
  const [named] = await withIdGroups(reads, org.parts, await withEndings(reads, [{ row, view }]))
  return named ?? view
}

/** Revokes and restores, with what they take back: what may be a fence, or lift one. */
const withUndone = (rows: readonly OperationRow[]): string[] =>
  rows.flatMap(({ id, kind, undoes }) => (kind === 'revoke' ? [id] : kind === 'restore' && undoes ? [undoes] : []))

/** Many at once, with one query for the outcomes of all. */
export async function viewOperations(
  deps: StopDeps,
  org: OrgRuntime,
  rows: readonly OperationRow[],
): Promise<Operation[]> {
  const { reads } = deps.store
  const ids = rows.map((row) => row.id)
  const [outcomes, undos, fences] = await Promise.all([
    outcomesOf(reads, ids),
    undosOf(reads, ids),
    fencesOf(reads, withUndone(rows)),
  ])
  const pairs = rows.map((row) => ({
    row,
    view: operationView(deps, org, row, outcomes.get(row.id) ?? noOutcomes(), undos.get(row.id) ?? null, fences),
  }))
  return withIdGroups(reads, org.parts, await withEndings(reads, pairs))
}

/** The same from what is in memory: used where the store cannot be read. `fences` by operation id. */
export function operationView(
  deps: Pick<StopDeps, 'stopRequests'>,
  org: OrgRuntime,
  row: OperationRow,
  outcomes: OutcomeCounts,
  undoneBy: string | null,
  fences: ReadonlyMap<string, FenceRow> = new Map(),
): Operation {
  const fence = fences.get(row.id)
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
    fence: fence ? fenceTerm(fence) : null,
    liftsFence: row.undoes !== null && fences.has(row.undoes),
    authority: row.authority,
    total: row.total,
    outcomes,
    stop:
      isStop(row.kind) && row.stop_status
        ? {
            status: row.stop_status,
            counts: org.stops.counts(row.id),
            ...unusableOf(org, row),
            ...sendingOf(deps, org, row),
          }
        : null,
    error: row.error_code
      ? { code: row.error_code, message: row.error_message ?? '', requestId: row.error_request_id }
      : null,
  }
}

export const stopSummary = (deps: Pick<StopDeps, 'stopRequests'>, org: OrgRuntime, row: OperationRow): StopSummary => ({
  operationId: row.id,
  kind: row.kind === 'disable' ? 'disable' : 'revoke',
  status: row.stop_status ?? 'requested',
  by: { id: row.user_id, name: row.actor_name },
  requestedAt: new Date(row.requested_at).toISOString(),
  acceptedAt: iso(row.accepted_at),
  reason: row.reason,
  total: row.total,
  counts: org.stops.counts(row.id),
  ...unusableOf(org, row),
  ...sendingOf(deps, org, row),
})

/** A stop of all devices covers these entries too. */
const unusableOf = ({ reading }: OrgRuntime, { kind, selector }: OperationRow): { unusable?: number } =>
  reading.unreadable > 0 && (kind === 'disable' || selector?.trim() === '') ? { unusable: reading.unreadable } : {}

export const viewItem = (row: OperationItemRow): OperationItem => ({
  deviceId: row.device_id,
  outcome: row.outcome,
  code: row.code,
  message: row.message,
  requestId: row.request_id,
  before: row.before,
  updatedAt: new Date(row.updated_at).toISOString(),
})
