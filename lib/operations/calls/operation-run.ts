import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import type { OperationDeps } from '../deps/operation-deps'

/** Slices in a row without any clear answer after which nothing more is sent. */
const SILENT_SLICES_MAX = 3

type Breaker = { isOpen: () => boolean; note: (wasAnswered: boolean) => void }

/** Opens after so many slices without any clear answer; a slice with one closes it again. */
export function createBreaker(): Breaker {
  let silent = 0
  return {
    isOpen: () => silent >= SILENT_SLICES_MAX,
    note(wasAnswered) {
      silent = wasAnswered ? 0 : silent + 1
    },
  }
}

/** For stops: they are sent whatever happens. */
export const NO_BREAKER: Breaker = { isOpen: () => false, note: () => {} }

/** An operation while it runs. `before`: the state in which the review found each device that is to be called. */
export type OperationRun = {
  deps: OperationDeps
  org: OrgRuntime
  row: OperationRow
  before: ReadonlyMap<string, OperationItemRow['before']>
  /** Of each device that is to be called, its place among the items. */
  positions: ReadonlyMap<string, number>
  /** A person paused or cancelled it: nothing more is sent. */
  haltSignal: AbortSignal
  /** For a stop that is sent again: halted after one more try. */
  haltAfterOneSignal?: AbortSignal
  /** A newer stop covers this resume: nothing more is sent, and devices that were not called stay as they are. */
  preemptedSignal?: AbortSignal
  /** Opens if the authority does not answer any more: a resume then waits for a person. It never holds back a stop. */
  breaker: Breaker
}
