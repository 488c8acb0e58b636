import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OperationItemRow, OperationRow, TwinRow } from '@/lib/store/rows/schema'
import { pushTo } from '../plan/push-to'
import type { OperationRun } from './operation-run'
import { twinsBefore } from './twins'

/** What a run needs of its items, made in one go: of ten thousand that takes as long as sending several calls. */
export type PreparedRun = Pick<OperationRun, 'before' | 'positions'> & {
  /** Ids to call by step, in order; step 0 where there are none. */
  steps: [number, string[]][]
  deviceIds: ReadonlySet<string>
  /** Twins of the devices to call, as they were last read. */
  twins: TwinRow[]
}

/** After a restart some items have their answer already; only the others are called. */
export function prepareRun(org: OrgRuntime, row: OperationRow, items: readonly OperationItemRow[]): PreparedRun {
  const before = new Map<string, OperationItemRow['before']>()
  const positions = new Map<string, number>()
  const steps = new Map<number, string[]>()
  for (const item of items) {
    if (item.outcome !== 'pending' || item.accepted_at !== null) continue
    before.set(item.device_id, item.before)
    positions.set(item.device_id, item.position)
    pushTo(steps, item.step, item.device_id)
  }
  const deviceIds = new Set(before.keys())
  return {
    before,
    positions,
    steps: [...steps].sort(([a], [b]) => a - b),
    deviceIds,
    twins: twinsBefore(org, row.id, deviceIds),
  }
}
