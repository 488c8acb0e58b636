/** The fences of an org that are in force, or still hold what they revoked. */
import { z } from 'zod'
import type { Fence } from '@/lib/domain/wire/operations'
import { listFences as selectFences } from '@/lib/store/fences'
import { countHeldBy } from '@/lib/store/holds'
import { findOperation } from '@/lib/store/operations'
import type { FenceRow, OperationRow } from '@/lib/store/rows/schema'
import { fenceTerm, isFenceDue } from '@/lib/views/view-fence'
import { service } from '../service'

export const listFences = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<{ fences: Fence[] }> {
    org.reader.look()
    const { reads } = deps.store
    const now = deps.clock.now()
    const rows = await selectFences(reads, org.row.id)
    const held = await countHeldBy(
      reads,
      rows.map((row) => row.operation_id),
    )
    // A fence that has ended and holds no device is over.
    const open = rows.filter((row) => row.ended_at === null || (held.get(row.operation_id) ?? 0) > 0)
    const fences = await Promise.all(
      open.map(async (row) => {
        const operation = (await findOperation(reads, row.operation_id)) as OperationRow
        return viewFence(row, operation, held.get(row.operation_id) ?? 0, now)
      }),
    )
    return { fences: fences.sort((a, b) => rank(a) - rank(b)) }
  },
})

/** What waits for a person first, what revokes no new devices last; else the newest first. */
const rank = ({ isDue, endedAt }: Fence): number => (endedAt !== null ? 2 : isDue ? 0 : 1)

function viewFence(fence: FenceRow, operation: OperationRow, held: number, now: number): Fence {
  const { endsAt, remindAt, endedAt } = fenceTerm(fence)
  return {
    operationId: fence.operation_id,
    selector: fence.selector,
    by: { id: operation.user_id, name: operation.actor_name },
    reason: operation.reason,
    devices: operation.total,
    held,
    placedAt: new Date(fence.placed_at).toISOString(),
    endsAt,
    remindAt,
    isDue: isFenceDue(fence, now),
    endedAt,
  }
}
