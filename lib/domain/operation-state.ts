/**
 * What happens to an operation on devices, each as a pure function that says which part of its state changes:
 *
 * scheduled → queued → running → finished, and again from queued if a person retries it or a fence finds new devices
 * paused (by a person, or for one) or interrupted (by a restart) → queued if it is continued
 * any of these → cancelling → finished
 *
 * The stop of a whole org, which has no items, moves as `stop-state.ts` says. Times are epoch ms as there.
 */
import type { OperationKind } from './operation'
import type { StopStatus } from './stop'
import { isOpen, isOrgDisable, type StopFault, type StopState } from './stop-state'

/** Absent: stays as it is. */
export type StateChange = Partial<Omit<StopState, 'fault'>> & { fault?: Partial<StopFault> }

/** Only what differs, so that a row that has moved on meanwhile keeps the rest. */
export function stateChange(before: StopState, { fault, ...after }: StopState): StateChange {
  const differs = (key: string, value: unknown) => before[key as keyof typeof after] !== value
  const isSameFault = JSON.stringify(before.fault) === JSON.stringify(fault)
  return {
    ...Object.fromEntries(Object.entries(after).filter(([key, value]) => differs(key, value))),
    ...(!isSameFault && { fault }),
  }
}

const NOTHING_WRONG = { code: null, message: null }

/** It was scheduled, and its time has come. */
export const beginScheduled = (operation: { kind: OperationKind; total: number }): StateChange => ({
  phase: isOrgDisable(operation) ? 'running' : 'queued',
  status: operation.kind === 'revoke' || operation.kind === 'disable' ? 'requested' : null,
})

/** A fence or a sweep found devices that it covers as well. */
export const extendWithDevices = (): StateChange => ({ phase: 'queued' })

/** Without a fault a person paused it; with one it waits for a person. */
export const pauseOperation = (fault?: { code: string; message: string }): StateChange => ({
  phase: 'paused',
  ...(fault && { fault }),
})

/** The console ended while a resume was under way; a person decides how it goes on. */
export const interruptOperation = (): StateChange => ({ phase: 'interrupted' })

/** A person lets go on what was paused or interrupted. */
export const continueOperation = (): StateChange => ({ phase: 'queued', fault: NOTHING_WRONG })

/** Nothing more is sent. `clearFault`: why it was paused does not matter any more. */
export const cancelOperation = ({ clearFault }: { clearFault: boolean }): StateChange => ({
  phase: 'cancelling',
  ...(clearFault && { fault: NOTHING_WRONG }),
})

/** Items that missed their devices are tried again. A stop that is in force stays so meanwhile. */
export const retryItems = ({ status }: { status: StopStatus | null }): StateChange => ({
  phase: 'queued',
  finishedAt: null,
  ...(status !== null && status !== 'accepted' && { status: 'requested' as const }),
})

/** The authority acknowledged some of its devices. If more follow later, it still began with the first of them. */
export const acknowledgeDevices = (
  { acceptedAt }: Pick<StopState, 'acceptedAt'>,
  at: number,
  answer: { revision: number | null; authorityAt: number | null },
): StateChange => ({
  acceptedAt: acceptedAt ?? at,
  acceptedRevision: answer.revision,
  acceptedAuthorityAt: answer.authorityAt,
})

/** The authority does not take all of a stop. `isUnsent`: it can have taken none of what is left. */
export const waitForAuthority = (isUnsent: boolean, fault: { code: string; message: string }): StateChange => ({
  status: isUnsent ? 'queued' : 'unknown',
  fault,
})

/** A stop that still waits with some devices is in force over the others. */
export const putInForce = (): StateChange => ({ status: 'accepted' })

/** Its last hold was released. */
export const liftDevices = (): StateChange => ({ status: 'lifted' })

/** What it stopped was started again, and not by this console. */
export const liftElsewhere = (): StateChange => ({ status: 'lifted-elsewhere' })

/** Every item has its outcome. */
export const finishOperation = (at: number): StateChange => ({ phase: 'finished', finishedAt: at })

/** It ended, and what came of it is not known. */
export const finishUnknown = (at: number, fault: { code: string; message: string }): StateChange => ({
  ...finishOperation(at),
  fault,
})

/** What came of the items of a stop, in numbers. `withdrawn`: a newer act took them back. */
export type StopResult = {
  done: number
  skipped: number
  unknown: number
  failed: number
  refused: number
  withdrawn: number
  /** A fence that matches no device yet. */
  isEmptyFence: boolean
}

/**
 * The end of a stop on devices: in force if one was read back revoked (or was so already), withdrawn if nothing else came of it,
 * refused if the authority refused all, else unknown. One that was lifted, withdrawn or closed meanwhile stays so.
 */
export function finishStop(
  { status, acceptedAt }: Pick<StopState, 'status' | 'acceptedAt'>,
  { done, skipped, unknown, failed, refused, withdrawn, isEmptyFence }: StopResult,
  at: number,
): StateChange {
  const end = finishOperation(at)
  // A scheduled stop that was cancelled has no status yet.
  if (status !== null && status !== 'accepted' && !isOpen({ stop_status: status })) return end
  if (done + skipped - withdrawn > 0 || acceptedAt !== null || isEmptyFence)
    return { ...end, status: 'accepted', acceptedAt: acceptedAt ?? at, fault: NOTHING_WRONG }
  if (unknown + failed > 0) return { ...end, status: 'unknown' }
  if (withdrawn > 0 && refused === 0) return { ...end, status: 'withdrawn', fault: NOTHING_WRONG }
  return { ...end, status: 'refused' }
}
