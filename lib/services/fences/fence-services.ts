/** The fences of an org that nobody has lifted. */
import { z } from 'zod'
import type { Fence } from '@/lib/domain/console-api'
import { listFences as selectFences } from '@/lib/store/fences'
import { findOperation } from '@/lib/store/operations'
import type { FenceRow, OperationRow } from '@/lib/store/schema'
import { service } from '../service'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const listFences = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<{ fences: Fence[] }> {
    org.reader.look()
    const { reads } = deps.store
    const now = deps.clock.now()
    const rows = await selectFences(reads, org.row.id)
    const fences = await Promise.all(
      rows.map(async (row) => viewFence(row, (await findOperation(reads, row.operation_id)) as OperationRow, now)),
    )
    return { fences }
  },
})

function viewFence(fence: FenceRow, operation: OperationRow, now: number): Fence {
  return {
    operationId: fence.operation_id,
    selector: fence.selector,
    by: { id: operation.user_id, name: operation.actor_name },
    reason: operation.reason,
    devices: operation.total,
    placedAt: new Date(fence.placed_at).toISOString(),
    endsAt: iso(fence.ends_at),
    remindAt: iso(fence.remind_at),
    isDue: fence.ended_at === null && fence.remind_at !== null && fence.remind_at <= now,
    endedAt: iso(fence.ended_at),
  }
}
