import { type StateChange, stateChange } from '@/lib/domain/operation-state'
import type { StopState } from '@/lib/domain/stop-state'
import type { OperationRow } from './rows/schema'

/** The columns that hold the state of an operation. They change by the transitions of `lib/domain` alone. */
export type StateColumns = Pick<
  OperationRow,
  | 'stop_status'
  | 'state'
  | 'accepted_at'
  | 'finished_at'
  | 'accepted_revision'
  | 'accepted_authority_at'
  | 'error_code'
  | 'error_message'
  | 'error_request_id'
>

/** The state of an operation as its row has it. */
export const stateOf = (row: StateColumns): StopState => ({
  status: row.stop_status,
  phase: row.state,
  acceptedAt: row.accepted_at,
  finishedAt: row.finished_at,
  acceptedRevision: row.accepted_revision,
  acceptedAuthorityAt: row.accepted_authority_at,
  fault: { code: row.error_code, message: row.error_message, requestId: row.error_request_id },
})

/** The columns that a change names, and no others. */
export function columnsOf({ fault = {}, ...change }: StateChange): Partial<StateColumns> {
  const named = {
    stop_status: change.status,
    state: change.phase,
    accepted_at: change.acceptedAt,
    finished_at: change.finishedAt,
    accepted_revision: change.acceptedRevision,
    accepted_authority_at: change.acceptedAuthorityAt,
    error_code: fault.code,
    error_message: fault.message,
    error_request_id: fault.requestId,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}

/** What the next state of a stop changes in its row. */
export function changeOfStop(row: StateColumns, next: (stop: StopState) => StopState): StateChange {
  const stop = stateOf(row)
  return stateChange(stop, next(stop))
}

/** Moves the row of a stop that memory goes by to its next state. */
export function moveStop(row: StateColumns, next: (stop: StopState) => StopState): void {
  Object.assign(row, columnsOf(next(stateOf(row))))
}
