/**
 * Writes a stop request to the store without delaying it: if the store does not take it within `STORE_WAIT_MS`, it is first a
 * durable line of the emergency journal. The write is retried until the store takes it; operation and events are matched by
 * their ids, so that nothing is counted twice.
 */

import { pauseAt } from '@/lib/concurrency/pause-at'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { liftStop, OPEN_STOPS } from '@/lib/domain/stop-state'
import { appendEventOnce } from '@/lib/store/audit/append-events'
import { findOperation, insertOperation, saveState } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { moveStop } from '@/lib/store/state-columns'
import type { StopDeps } from './stop-deps'
import type { JournalEvent, StopRequest } from './stop-requests'

const RETRY_MS = [500, 1_000, 2_000, 5_000]
/** If the store was late for this request a moment ago, the next wait is this short. */
const STILL_LATE_MS = 20

/** Resolves once the store or the emergency journal has it; a row: another request of that id was there before. Never rejects. */
export async function persistStopRequest(
  deps: StopDeps,
  request: StopRequest,
  event: JournalEvent | null,
): Promise<OperationRow | null> {
  if (event) request.backlog.push(event)
  const saving = save(deps, request, request.recorded === 'pending')
  try {
    const saved = await withTimeout(saving, isLate(request) ? STILL_LATE_MS : deps.storeWaitMs)
    if (saved !== TIMED_OUT) return saved
  } catch (error) {
    deps.log.error({ err: error, operationId: request.row.id }, 'a stop could not be recorded in the store')
    retry(deps, request)
    toJournal(deps, request, event)
    return null
  }
  // The stop is being sent already: if the store has an earlier row, it is updated and does not replace this stop.
  saving.then(
    (earlier) => earlier && retry(deps, request),
    () => retry(deps, request),
  )
  deps.log.warn({ operationId: request.row.id }, 'the store is late: a stop goes on without it')
  toJournal(deps, request, event)
  return null
}

const isLate = ({ recorded }: StopRequest): boolean => recorded === 'sink' || recorded === 'nowhere'

function toJournal(deps: StopDeps, request: StopRequest, event: JournalEvent | null): void {
  const { row } = request
  const line = event ?? { kind: 'stop.state', at: deps.clock.now(), operation_id: row.id }
  const place = deps.journal.write({ ...line, operation: row })
  // If an earlier line is in the file, the request stays safe even if the file is full for a later one.
  if (request.recorded !== 'sink') request.recorded = place === 'file' ? 'sink' : 'nowhere'
}

/** One write at a time, in the order requested. @param first a row of the same id that is there already wins. */
function save(deps: StopDeps, request: StopRequest, first: boolean): Promise<OperationRow | null> {
  const turn = request.saving.then(() => write(deps, request, first))
  request.saving = turn.catch(() => undefined)
  return turn
}

async function write(deps: StopDeps, request: StopRequest, first: boolean): Promise<OperationRow | null> {
  const events = [...request.backlog]
  const row = { ...request.row }
  const { alsoWrite } = request
  const winner = await deps.store.db.transaction().execute(async (tx) => {
    const known = await findOperation(tx, row.id)
    // Nothing was sent yet: the request that is in the store already is the act.
    if (known && first && request.recorded === 'pending') return known
    if (known) await saveState(tx, row, row.stop_status === 'accepted' ? undefined : OPEN_STOPS)
    else await insertOperation(tx, row)
    await alsoWrite?.(tx)
    for (const event of events) await appendEventOnce(tx, event)
    return null
  })
  if (winner) return winner
  request.backlog.splice(0, events.length)
  if (request.alsoWrite === alsoWrite) request.alsoWrite = null
  // Records in the emergency journal that the store has it now.
  if (isLate(request)) deps.journal.write({ kind: 'stop.recorded', at: deps.clock.now(), operation_id: row.id })
  request.recorded = 'store'
  return null
}

function retry(deps: StopDeps, request: StopRequest): void {
  if (request.retrying) return
  request.retrying = true
  void (async () => {
    for (let tries = 0; !deps.closing.aborted; tries += 1) {
      await deps.pause(pauseAt(RETRY_MS, tries))
      if (deps.closing.aborted || request.backlog.length + Number(request.recorded !== 'store') === 0) break
      if (
        await save(deps, request, false).then(
          () => true,
          () => false,
        )
      )
        break
    }
    request.retrying = false
  })()
}

/** Writes to the store what it still lacks of an org's stops. @returns false if it does not take it in time. */
export async function settleStopRequests(deps: StopDeps, requests: readonly StopRequest[]): Promise<boolean> {
  const lacking = requests.filter((request) => request.recorded !== 'store' || request.backlog.length > 0)
  const all = Promise.all(lacking.map((request) => save(deps, request, false)))
  const settled = await withTimeout(all, 5 * deps.storeWaitMs).catch(() => TIMED_OUT)
  return settled !== TIMED_OUT
}

/** Ends in memory what a resume has ended; it is sent no more. */
export function endStopRequest(request: StopRequest | undefined, at: number | null): void {
  if (!request) return
  moveStop(request.row, (stop) => liftStop(stop, at))
}
