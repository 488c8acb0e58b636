/** A fence as the API sends it: until when it is in force, and which reminder is due. */
import type { FenceTerm } from '@/lib/domain/operation'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { FenceRow } from '@/lib/store/rows/schema'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const fenceTerm = (fence: FenceRow): FenceTerm => ({
  endsAt: iso(fence.ends_at),
  remindAt: iso(fence.remind_at),
  endedAt: iso(fence.ended_at),
  liftedAt: iso(fence.lifted_at),
})

export const isFenceDue = ({ ended_at, remind_at }: FenceRow, now: number): boolean =>
  ended_at === null && remind_at !== null && remind_at <= now

/** What every page shows of the fences of its org. */
export function fenceSummary(fences: readonly FenceRow[], now: number): NonNullable<OrgState['fences']> {
  const inForce = fences.filter((fence) => fence.ended_at === null && fence.lifted_at === null)
  const [due] = inForce
    .filter((fence) => isFenceDue(fence, now))
    .sort((a, b) => (a.remind_at as number) - (b.remind_at as number))
  return {
    standing: inForce.length,
    due: due ? { operationId: due.operation_id, selector: due.selector, remindAt: iso(due.remind_at) as string } : null,
  }
}
