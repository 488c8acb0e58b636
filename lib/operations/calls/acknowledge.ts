import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { acknowledgeDevices, type StateChange } from '@/lib/domain/operation-state'
import { authorityNow } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { acceptedOf } from '@/lib/store/operation-items'
import { moveOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { stateOf } from '@/lib/store/state-columns'
import type { OperationDeps } from '../deps/operation-deps'

/** Records what the authority acknowledged so far of an operation on devices. @returns null while that is nothing. */
export async function acknowledge(
  deps: OperationDeps,
  org: OrgRuntime,
  row: OperationRow,
): Promise<StateChange | null> {
  const { db, reads } = deps.store
  const { count, revision } = await acceptedOf(reads, row.id)
  if (count === 0) return null
  const now = deps.clock.now()
  const authorityAt = org.reading.authorityNow === null ? null : authorityNow(org.reading, now)
  const change = acknowledgeDevices(stateOf(row), now, { revision, authorityAt })
  await db.transaction().execute(async (tx) => {
    await moveOperation(tx, row.id, change)
    const data = { operationId: row.id, operation: row.kind, count }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.accepted', data)
  })
  return change
}
