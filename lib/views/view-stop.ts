/** What is known of a stop, for screens: without waiting long for the store, from memory where it is truer or all there is. */

import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import type { Operation } from '@/lib/domain/operation'
import { isOver } from '@/lib/domain/stop-state'
import type { StopDevices } from '@/lib/domain/wire/operations'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { StopDeps } from '@/lib/stops/stop-deps'
import type { OperationRow } from '@/lib/store/rows/schema'
import { listStopEvidence } from './list-stop-evidence'
import { operationView, viewOperation } from './view-operation'

/** `lifted`: by which resume it ended. */
export type KnownStop = {
  operation: Operation
  devices: StopDevices
  lifted?: { by: string; at: string; reason: string | null }
}

const NO_ITEMS = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }

/** A stop or resume of a whole org. The outcomes per device of the fall-back come from the store where that answers in time. */
export function viewStop(deps: StopDeps, org: OrgRuntime, row: OperationRow): Promise<Operation> {
  const fromMemory = operationView(deps, org, row, { ...NO_ITEMS }, null)
  if (row.total === 0 && !isOver(row)) return Promise.resolve(fromMemory)
  return withTimeoutOr(viewOperation(deps, org, row), deps.storeWaitMs, fromMemory)
}

export async function knownStop(
  { deps, org }: { deps: StopDeps; org: OrgRuntime },
  row: OperationRow,
): Promise<KnownStop> {
  return { operation: await viewStop(deps, org, row), devices: listStopEvidence(org, row.id) }
}
