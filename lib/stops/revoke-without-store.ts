/** A revoke that the store could not take: it acts all the same, recorded in the emergency journal until the store takes it. */

import { eventRow, originOf } from '@/lib/audit/audit-log'
import type { StartOperation } from '@/lib/domain/command'
import type { OutcomeCounts } from '@/lib/domain/operation'
import type { Act } from '@/lib/operations/deps/operation-deps'
import { newOperation } from '@/lib/operations/plan/new-operation'
import type { Target } from '@/lib/operations/write-operation'
import type { OperationRow } from '@/lib/store/rows/schema'
import { persistStopRequest } from './persist-stop-request'
import { revokeFromMemory } from './revoke-from-memory'
import type { StopDeps } from './stop-deps'

export async function revokeWithoutStore(
  context: Act<StopDeps>,
  input: StartOperation,
  bodyDigest: string,
  { deviceIds, selector, selectionId }: Target,
): Promise<{ row: OperationRow; outcomes: OutcomeCounts }> {
  const { deps, org } = context
  const row = newOperation(context, input, bodyDigest, { total: deviceIds.length, selector, selectionId })
  row.state = 'running'
  const request = deps.stopRequests.of(row, 'pending')
  const data = { operationId: row.id, operation: row.kind, count: row.total, selector }
  const earlier = await persistStopRequest(
    deps,
    request,
    eventRow(originOf(context, org.row.id), 'operation.requested', data, row.reason),
  )
  if (earlier) request.row = earlier
  const { outcomes } = await revokeFromMemory(deps, org, request, deviceIds)
  return { row: request.row, outcomes }
}
