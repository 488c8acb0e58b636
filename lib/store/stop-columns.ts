import type { StopState } from '@/lib/domain/stop-state'
import type { OperationRow } from './rows/schema'

type StopColumns = Pick<
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

/** The state of a stop as its row has it. */
const stopOf = (row: StopColumns): StopState => ({
  status: row.stop_status,
  phase: row.state,
  acceptedAt: row.accepted_at,
  finishedAt: row.finished_at,
  acceptedRevision: row.accepted_revision,
  acceptedAuthorityAt: row.accepted_authority_at,
  fault: { code: row.error_code, message: row.error_message, requestId: row.error_request_id },
})

/** The columns that hold it. */
const columnsOf = (stop: StopState): StopColumns => ({
  stop_status: stop.status,
  state: stop.phase,
  accepted_at: stop.acceptedAt,
  finished_at: stop.finishedAt,
  accepted_revision: stop.acceptedRevision,
  accepted_authority_at: stop.acceptedAuthorityAt,
  error_code: stop.fault.code,
  error_message: stop.fault.message,
  error_request_id: stop.fault.requestId,
})

/** What the next state of a stop changes in its row. */
export function changeOfStop(row: StopColumns, next: (stop: StopState) => StopState): Partial<StopColumns> {
  const changed = Object.entries(columnsOf(next(stopOf(row)))).filter(
    ([name, value]) => row[name as keyof StopColumns] !== value,
  )
  return Object.fromEntries(changed)
}

/** Moves the row of a stop that memory goes by to its next state. */
export function moveStop(row: StopColumns, next: (stop: StopState) => StopState): void {
  Object.assign(row, changeOfStop(row, next))
}
