import type { StartOperation } from '@/lib/domain/command'
import type { FenceRow, OperationRow } from '@/lib/store/schema'

const timeOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text))

export const newFence = (
  { id, org_id, selector, requested_at }: OperationRow,
  { endsAt, remindAt }: NonNullable<StartOperation['fence']>,
): FenceRow => ({
  operation_id: id,
  org_id,
  selector: selector ?? '',
  placed_at: requested_at,
  ends_at: timeOf(endsAt),
  remind_at: timeOf(remindAt),
  reminded_at: null,
  ended_at: null,
  lifted_at: null,
})
