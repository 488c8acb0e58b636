/**
 * The stops of whole orgs that this process has requested or goes on sending, in memory: what `/stop` shows, and what an older
 * stop is compared with, if the store does not answer.
 */
import { isOpen } from '@/lib/domain/stop-state'
import type { NewEvent } from '@/lib/store/audit/audit-chain'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'

/** Where the record of a request is now. `sink`: in the emergency journal. `nowhere`: in the console's log only. */
export type Recorded = 'pending' | 'store' | 'sink' | 'nowhere'

export type JournalEvent = NewEvent

export type StopRequest = {
  /** What is known of the stop; the store follows it. */
  row: OperationRow
  recorded: Recorded
  /** Its first answer: a second tap waits for the same one. */
  answered: Promise<OperationRow> | null
  /** How long a pause the authority asked for in its last answer, in ms. */
  retryAfterMs?: number
  /** Events that the store has not taken yet. */
  backlog: JournalEvent[]
  /** The last write that was requested; writes of one request follow each other. */
  saving: Promise<unknown>
  retrying: boolean
  /** A resume that it preempted may still have its effect: the stop is sent once more, and until then no reading contradicts it. */
  resending: boolean
  /** Rows that belong to it and are written once, with it. */
  alsoWrite: ((tx: Db) => Promise<void>) | null
}

export type StopRequests = {
  find: (operationId: string) => StopRequest | undefined
  /** The request of a row, made known when it is not yet. */
  of: (row: OperationRow, recorded: Recorded) => StopRequest
  ofOrg: (orgId: string) => StopRequest[]
}

const KEPT_MAX = 500

export function createStopRequests(): StopRequests {
  const requests = new Map<string, StopRequest>()

  /** A request may be dropped only if the store has it and no code works on it. */
  function forgetOld(): void {
    for (const [id, { recorded, row }] of requests) {
      if (requests.size <= KEPT_MAX) return
      if (recorded === 'store' && !isOpen(row)) requests.delete(id)
    }
  }

  return {
    find: (operationId) => requests.get(operationId),
    of(row, recorded) {
      const known = requests.get(row.id)
      if (known) return known
      const request: StopRequest = {
        row,
        recorded,
        answered: null,
        backlog: [],
        saving: Promise.resolve(),
        retrying: false,
        resending: false,
        alsoWrite: null,
      }
      requests.set(row.id, request)
      forgetOld()
      return request
    },
    ofOrg: (orgId) => [...requests.values()].filter(({ row }) => row.org_id === orgId),
  }
}
