/** Use cases that look at operations, and the reason added afterwards. */
import { z } from 'zod'
import { originOf, record, toAuditEvent } from '@/lib/audit/audit-log'
import { AddReason } from '@/lib/domain/command'
import { OPERATION_EVENTS_MAX } from '@/lib/domain/limits'
import { OPERATION_KINDS, type Operation } from '@/lib/domain/operation'
import type { OperationDetail, OperationsPage } from '@/lib/domain/wire/operations'
import { listEvents } from '@/lib/store/audit/audit-events'
import { listOperations as selectOperations, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { listStopEvidence } from '@/lib/views/list-stop-evidence'
import { viewOperation, viewOperations } from '@/lib/views/view-operation'
import type { OrgContext } from '../context'
import { TimedCursor, timedCursorOf } from '../cursor'
import { requireOperation } from '../require-operation'
import { service } from '../service'

const PAGE_ROWS = 50

const OperationId = z.strictObject({ operation: z.uuid('that is not an operation id') })

export const listOperations = service({
  permission: 'see',
  input: z.strictObject({ cursor: TimedCursor.optional(), kind: z.enum(OPERATION_KINDS).optional() }),
  async run({ deps, org }, { cursor, kind }): Promise<OperationsPage> {
    org.reader.look()
    const rows = await selectOperations(deps.store.reads, org.row.id, { before: cursor, kind, limit: PAGE_ROWS + 1 })
    const page = rows.slice(0, PAGE_ROWS)
    const last = page.at(-1)
    return {
      operations: await viewOperations(deps, org, page),
      nextCursor: rows.length > PAGE_ROWS && last ? timedCursorOf(last.requested_at, last.id) : null,
    }
  },
})

/** A stop that the store has not got yet is known from memory. */
function requestOf({ deps, org }: OrgContext, id: string): OperationRow | undefined {
  const request = deps.stopRequests.find(id)
  return request && request.recorded !== 'store' && request.row.org_id === org.row.id ? request.row : undefined
}

export const getOperation = service({
  permission: 'see',
  input: OperationId,
  async run(context, { operation }): Promise<OperationDetail> {
    const { deps, org } = context
    org.reader.look()
    const row = requestOf(context, operation) ?? (await requireOperation(context, operation))
    const events = await listEvents(deps.store.reads, {
      orgIds: [org.row.id],
      operationId: row.id,
      limit: OPERATION_EVENTS_MAX,
    })
    return {
      operation: await viewOperation(deps, org, row),
      audit: events.map((event) => toAuditEvent(event, () => org.row.slug)),
      ...(row.stop_status === 'accepted' ? { stopDevices: listStopEvidence(org, row.id) } : {}),
    }
  },
})

export const addReason = service({
  permission: 'stop',
  input: OperationId.extend(AddReason.shape),
  async run(context, { operation, reason }): Promise<Operation> {
    const { deps, org } = context
    const row = await requireOperation(context, operation)
    await deps.store.db.transaction().execute(async (tx) => {
      await updateOperation(tx, row.id, { reason })
      await record(tx, originOf(context, org.row.id), 'operation.reason', { operationId: row.id, reason }, reason)
    })
    return viewOperation(deps, org, { ...row, reason })
  },
})
