/**
 * The stops of whole orgs that this process has pressed or goes on sending, in memory: what `/stop` shows, and what an older
 * stop is held against, where the store cannot tell.
 */
import { isOpen } from '@/lib/domain/stop-state'
import type { NewEvent } from '@/lib/store/audit/audit-chain'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'

/** Where the record of a press is now. `nowhere`: in the console's log only. */
export type Recorded = 'pending' | 'store' | 'sink' | 'nowhere'

export type SinkEvent = NewEvent

export type Press = {
  /** What is known of the stop; the store follows it. */
  row: OperationRow
  recorded: Recorded
  /** Its first answer: a second tap waits for the same one. */
  pressed: Promise<OperationRow> | null
  /** How long a pause the authority asked for in its last answer, in ms. */
  retryAfterMs?: number
  /** Events that the store has not taken yet. */
  backlog: SinkEvent[]
  /** The last write that was asked for; writes of one press follow each other. */
  saving: Promise<unknown>
  retrying: boolean
  /** Rows that belong to it and are written once, with it. */
  alsoWrite: ((tx: Db) => Promise<void>) | null
}

export type StopPresses = {
  find: (operationId: string) => Press | undefined
  /** The press of a row, made known when it is not yet. */
  of: (row: OperationRow, recorded: Recorded) => Press
  ofOrg: (orgId: string) => Press[]
}

const KEPT_MAX = 500

export function createStopPresses(): StopPresses {
  const presses = new Map<string, Press>()

  /** Only what the store has, and nothing works on, may be forgotten. */
  function forgetOld(): void {
    for (const [id, { recorded, row }] of presses) {
      if (presses.size <= KEPT_MAX) return
      if (recorded === 'store' && !isOpen(row)) presses.delete(id)
    }
  }

  return {
    find: (operationId) => presses.get(operationId),
    of(row, recorded) {
      const known = presses.get(row.id)
      if (known) return known
      const press: Press = {
        row,
        recorded,
        pressed: null,
        backlog: [],
        saving: Promise.resolve(),
        retrying: false,
        alsoWrite: null,
      }
      presses.set(row.id, press)
      forgetOld()
      return press
    },
    ofOrg: (orgId) => [...presses.values()].filter(({ row }) => row.org_id === orgId),
  }
}
