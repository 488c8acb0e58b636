/**
 * The status of a stop while its authority does not take all of it: *queued* while none of the open devices can have been taken,
 * *unknown* if some may have been, and in force as soon as a part was acknowledged.
 */
import { putInForce, waitForAuthority } from '@/lib/domain/operation-state'
import { OPEN_STOPS } from '@/lib/domain/stop-state'
import { moveOperation } from '@/lib/store/operations'
import { columnsOf } from '@/lib/store/state-columns'
import { acknowledge } from './acknowledge'
import type { CallResult } from './call-devices'
import type { OperationRun } from './operation-run'

/** @param open the last answer about each device that is left. Never rejects: the stop goes on whatever the store does. */
export async function noteOutage(
  job: OperationRun,
  left: readonly string[],
  open: readonly CallResult[],
): Promise<void> {
  const { deps, org, row } = job
  const [first] = open
  const isQueued = left.every((id) => deps.sent.wasNeverSent(row.id, id))
  const change = waitForAuthority(isQueued, {
    code: first?.code ?? 'waiting',
    message: first?.message ?? 'A resume over these devices is under way.',
  })
  const columns = columnsOf(change)
  const isNew = row.error_code !== columns.error_code || row.stop_status !== columns.stop_status
  // Written once: an outage may last for hours.
  if (row.stop_status === 'accepted' || !isNew) return
  Object.assign(row, columns)
  await moveOperation(deps.store.db, row.id, change, { onlyWhile: OPEN_STOPS })
    .then(() => acknowledgeSoFar(job))
    .catch((error) => deps.log.error({ err: error, operationId: row.id }, 'the state of a stop could not be recorded'))
  deps.live.changed(org)
}

/** A stop that waits for its authority with a part of its devices is in force over the others. */
export async function acknowledgeSoFar({ deps, org, row }: Pick<OperationRun, 'deps' | 'org' | 'row'>): Promise<void> {
  if (row.stop_status !== 'queued' && row.stop_status !== 'unknown') return
  const accepted = await acknowledge(deps, org, row)
  if (!accepted) return
  const change = { ...accepted, ...putInForce() }
  await moveOperation(deps.store.db, row.id, change, { onlyWhile: OPEN_STOPS })
  Object.assign(row, columnsOf(change))
  deps.live.changed(org)
}
