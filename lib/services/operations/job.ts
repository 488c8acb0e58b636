import type { OperationItemRow, OperationRow } from '@/lib/store/schema'
import type { OrgRuntime } from '../orgs/org-runtime'
import type { Breaker } from './breaker'
import type { OperationDeps } from './operation-deps'

/** An operation while it runs. `before`: the state in which the review found each device that is to be called. */
export type Job = {
  deps: OperationDeps
  org: OrgRuntime
  row: OperationRow
  before: ReadonlyMap<string, OperationItemRow['before']>
  /** Of each device that is to be called, its place among the items. */
  positions: ReadonlyMap<string, number>
  /** A person paused or cancelled it: nothing more is sent. */
  halt: AbortSignal
  /** For a stop that is sent again: it is halted, but for one try. */
  haltAfterOne?: AbortSignal
  /** A newer stop covers this resume: nothing more is sent, and what was not stays as it is. */
  broken?: AbortSignal
  /** Opens when the authority answers nothing any more: a resume then waits for a person. It never holds back a stop. */
  breaker: Breaker
}
