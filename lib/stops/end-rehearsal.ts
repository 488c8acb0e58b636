/** Ends the rehearsal of an org's stop without its resume, where the org was stopped in earnest meanwhile. */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { closeStop, isOpen, isOver, withdrawStop } from '@/lib/domain/stop-state'
import { STILL_STOPPED } from '@/lib/domain/wire/rehearsals'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { findOperation, moveOperation, saveState } from '@/lib/store/operations'
import { stopsSince } from '@/lib/store/rehearsals/stops-since'
import type { OperationRow } from '@/lib/store/rows/schema'
import { changeOfStop, moveStop } from '@/lib/store/state-columns'
import type { StopDeps } from './stop-deps'

/**
 * Why the org stays stopped whether or not the rehearsal ends, in words; null: it does not. Of stops that this console did not
 * make, the authority says only since when the org is stopped: if that is not the time of the rehearsal, it is another's.
 * @throws UpstreamError where that cannot be read.
 */
export async function stoppedOtherwise(
  deps: StopDeps,
  org: OrgRuntime,
  rehearsal: OperationRow,
): Promise<string | null> {
  // A stop that is being sent is in force when it is answered.
  await org.stopAttempt?.catch(() => undefined)
  // What is in the store is asked of the store: a stop that ended there may look alive in memory.
  const inMemory = deps.stopRequests.ofOrg(org.row.id).filter((request) => request.recorded !== 'store')
  const known = await stopsSince(deps.store.db, rehearsal)
  const other = [...inMemory.map((request) => request.row).filter((row) => !isOver(row)), ...known].find(
    (row) => row.kind === 'disable' && row.id !== rehearsal.id && !row.rehearsal,
  )
  if (other) return `${other.actor_name} stopped it meanwhile`
  const { execution, changedAt } = await org.connection.client.orgStatus()
  if (execution !== 'disabled') return null
  // As the store has it by now: its answer may have been written late.
  const at = (await findOperation(deps.store.db, rehearsal.id))?.accepted_authority_at ?? null
  if (at === null) return 'its stop may be another’s, because the answer to the rehearsal was lost'
  return changedAt === at ? null : 'it is stopped by an act that was not the rehearsal'
}

/** What a resume comes to that was not sent, because the org stays stopped. @param now epoch milliseconds. */
export const stillStopped = (stays: string, now: number) =>
  ({
    state: 'finished',
    finished_at: now,
    error_code: STILL_STOPPED,
    error_message: `The rehearsal is over. The org stays stopped: ${stays}.`,
  }) satisfies Partial<OperationRow>

/** Closes the rehearsal, with `ended`, the resume that was asked for and not sent. */
export async function endRehearsalAlone(
  deps: StopDeps,
  org: OrgRuntime,
  ended: OperationRow,
  rehearsal: OperationRow,
): Promise<void> {
  const now = deps.clock.now()
  const origin = consoleOrigin(org.row.id, now)
  const close = (stop: OperationRow) =>
    changeOfStop(stop, (state) => (isOpen(stop) ? withdrawStop(state, now) : closeStop(state)))
  await deps.store.db.transaction().execute(async (tx) => {
    const current = await findOperation(tx, rehearsal.id)
    if (current && !isOver(current)) {
      await moveOperation(tx, current.id, close(current))
      await record(tx, origin, isOpen(current) ? 'stop.withdrawn' : 'stop.closed', { operationId: current.id })
    }
    await saveState(tx, ended)
    const error = { code: ended.error_code ?? '', message: ended.error_message ?? '' }
    const data = { operationId: ended.id, operation: ended.kind, outcomes: {}, error }
    await record(tx, origin, 'operation.finished', data)
  })
  const request = deps.stopRequests.find(rehearsal.id)
  if (request) moveStop(request.row, (stop) => (isOpen(request.row) ? withdrawStop(stop, now) : closeStop(stop)))
  org.stops.end(rehearsal.id)
}
