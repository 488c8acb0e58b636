/** Stops a throwaway org to see its agents stop. The caller has checked that it is one. */

import { originOf, record } from '@/lib/audit/audit-log'
import { giveUpStop, refuseStop, type StopState, withdrawStop } from '@/lib/domain/stop-state'
import type { Act } from '@/lib/operations/deps/operation-deps'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { insertOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { moveStop } from '@/lib/store/state-columns'
import { attemptOrgStop, type StopAttempt } from './attempt-org-stop'
import { persistStopRequest } from './persist-stop-request'
import type { StopDeps } from './stop-deps'
import type { OrgStopInput } from './stop-org'

/**
 * Unlike a stop it has its record first, and is sent once: one that is sent later would stop an org that may have other devices by
 * then. If no clear answer comes, it stays *unknown* until a person ends it. @returns the row with the outcome.
 */
export async function rehearseOrgStop(context: Act<StopDeps>, input: OrgStopInput): Promise<OperationRow> {
  const { deps, org } = context
  const picked = { total: 0, selector: null, selectionId: null }
  const row = newOperation(context, { ...input, kind: 'disable', rehearsal: true }, input.bodyDigest, picked)
  row.state = 'running'
  const data = { operationId: row.id, operation: row.kind, count: 0, selector: null, rehearsal: true as const }
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    await record(tx, originOf(context, org.row.id), 'operation.requested', data, row.reason)
  })
  const request = deps.stopRequests.of(row, 'store')
  const settle = ENDS[await attemptOrgStop(deps, org, row)]
  if (settle) {
    moveStop(row, (stop) => settle(stop, deps.clock.now()))
    await persistStopRequest(deps, request, null)
  }
  await org.reader.readNow().catch(() => undefined)
  return row
}

/** What a single try comes to, where the answer alone does not end it. */
const ENDS: Partial<Record<StopAttempt, (stop: StopState, at: number) => StopState>> = {
  open: (stop, at) => giveUpStop(stop, at, stop.fault),
  unsent: withdrawStop,
  unsupported: (stop, at) => refuseStop(stop, at, stop.fault),
}
