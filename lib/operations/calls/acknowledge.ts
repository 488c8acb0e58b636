import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { authorityNow } from '@/lib/fleet/reading'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { acceptedOf } from '@/lib/store/operation-items'
import { updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { OperationDeps } from '../deps/operation-deps'

type Acknowledged = Pick<OperationRow, 'accepted_at' | 'accepted_revision' | 'accepted_authority_at'>

/** Records what the authority acknowledged so far of an operation on devices. @returns null while that is nothing. */
export async function acknowledge(
  deps: OperationDeps,
  org: OrgRuntime,
  row: OperationRow,
): Promise<Acknowledged | null> {
  const { db, reads } = deps.store
  const { count, revision } = await acceptedOf(reads, row.id)
  if (count === 0) return null
  const now = deps.clock.now()
  const change = {
    // If a fence or another try revokes more devices later, the stop still began at its first acknowledgement.
    accepted_at: row.accepted_at ?? now,
    accepted_revision: revision,
    accepted_authority_at: org.reading.authorityNow === null ? null : authorityNow(org.reading, now),
  }
  await db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, change)
    const data = { operationId: row.id, operation: row.kind, count }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.accepted', data)
  })
  return change
}
