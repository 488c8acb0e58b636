/**
 * Writes down what is known of a press, without ever holding it up: what the store has not taken within `STORE_WAIT_MS` is
 * a durable line of the stop sink first. The store is given it again and again until it takes it; operation and events go
 * by their ids, so that nothing is counted twice.
 */

import { LATE, within } from '@/lib/concurrency/with-timeout'
import { liftStop } from '@/lib/domain/stop-state'
import { appendEventOnce } from '@/lib/store/audit/append-events'
import { findOperation, insertOperation, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { moveStop } from '@/lib/store/stop-columns'
import type { StopDeps } from './stop-deps'
import type { Press, SinkEvent } from './stop-requests'

const RETRY_MS = [500, 1_000, 2_000, 5_000]
/** A store that was late for this press a moment ago is hardly waited for again. */
const STILL_LATE_MS = 20
const OPEN_STOPS = ['requested', 'queued', 'unknown'] as const

/** Resolves once the store or the sink has it; a row: another press of that id was there before. Never rejects. */
export async function recordPress(deps: StopDeps, press: Press, event: SinkEvent | null): Promise<OperationRow | null> {
  if (event) press.backlog.push(event)
  const saving = save(deps, press, press.recorded === 'pending')
  try {
    const saved = await within(saving, isLate(press) ? STILL_LATE_MS : deps.storeWaitMs)
    if (saved !== LATE) return saved
  } catch (error) {
    deps.log.error({ err: error, operationId: press.row.id }, 'a stop could not be recorded in the store')
    retry(deps, press)
    toSink(deps, press, event)
    return null
  }
  // Gone out already: what was there before is told of it, instead of standing for it.
  saving.then(
    (earlier) => earlier && retry(deps, press),
    () => retry(deps, press),
  )
  deps.log.warn({ operationId: press.row.id }, 'the store is late: a stop goes on without it')
  toSink(deps, press, event)
  return null
}

const isLate = ({ recorded }: Press): boolean => recorded === 'sink' || recorded === 'nowhere'

function toSink(deps: StopDeps, press: Press, event: SinkEvent | null): void {
  const { row } = press
  const line = event ?? { kind: 'stop.state', at: deps.clock.now(), operation_id: row.id }
  const place = deps.stopSink.write({ ...line, operation: row })
  // A press that is safe stays safe when a later line finds the file full.
  if (press.recorded !== 'sink') press.recorded = place === 'file' ? 'sink' : 'nowhere'
}

/** One write at a time, in the order asked for. @param first a row of the same id that is there already wins. */
function save(deps: StopDeps, press: Press, first: boolean): Promise<OperationRow | null> {
  const turn = press.saving.then(() => write(deps, press, first))
  press.saving = turn.catch(() => undefined)
  return turn
}

async function write(deps: StopDeps, press: Press, first: boolean): Promise<OperationRow | null> {
  const events = [...press.backlog]
  const row = { ...press.row }
  const { alsoWrite } = press
  const winner = await deps.store.db.transaction().execute(async (tx) => {
    const known = await findOperation(tx, row.id)
    // Nobody has gone on without the store yet: the press that was there before is the act.
    if (known && first && press.recorded === 'pending') return known
    if (known) await updateOperation(tx, row.id, stateOf(row), row.stop_status === 'accepted' ? undefined : OPEN_STOPS)
    else await insertOperation(tx, row)
    await alsoWrite?.(tx)
    for (const event of events) await appendEventOnce(tx, event)
    return null
  })
  if (winner) return winner
  press.backlog.splice(0, events.length)
  if (press.alsoWrite === alsoWrite) press.alsoWrite = null
  // The line in the sink is told that the store has it now.
  if (isLate(press)) deps.stopSink.write({ kind: 'stop.recorded', at: deps.clock.now(), operation_id: row.id })
  press.recorded = 'store'
  return null
}

/** What a try changes; a reason that somebody added meanwhile stays. */
const stateOf = (row: OperationRow): Partial<OperationRow> => ({
  state: row.state,
  stop_status: row.stop_status,
  accepted_at: row.accepted_at,
  finished_at: row.finished_at,
  accepted_revision: row.accepted_revision,
  accepted_authority_at: row.accepted_authority_at,
  error_code: row.error_code,
  error_message: row.error_message,
  error_request_id: row.error_request_id,
  ...(row.total === 0 ? {} : { total: row.total }),
  ...(row.reason === null ? {} : { reason: row.reason }),
})

function retry(deps: StopDeps, press: Press): void {
  if (press.retrying) return
  press.retrying = true
  void (async () => {
    for (let tries = 0; !deps.closing.aborted; tries += 1) {
      await deps.pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number)
      if (deps.closing.aborted || press.backlog.length + Number(press.recorded !== 'store') === 0) break
      if (
        await save(deps, press, false).then(
          () => true,
          () => false,
        )
      )
        break
    }
    press.retrying = false
  })()
}

/** Gives the store what it still lacks of an org's stops. @returns false when it does not take it in time. */
export async function settlePresses(deps: StopDeps, presses: readonly Press[]): Promise<boolean> {
  const lacking = presses.filter((press) => press.recorded !== 'store' || press.backlog.length > 0)
  const all = Promise.all(lacking.map((press) => save(deps, press, false)))
  const settled = await within(all, 5 * deps.storeWaitMs).catch(() => LATE)
  return settled !== LATE
}

/** Ends in memory what a resume has ended; it is sent no more. */
export function endPress(press: Press | undefined, at: number | null): void {
  if (!press) return
  moveStop(press.row, (stop) => liftStop(stop, at))
}
