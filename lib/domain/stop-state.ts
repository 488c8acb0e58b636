/**
 * A stop from its request to its end, and what may happen to it, each as a pure function from one state to the next:
 *
 * requested → accepted, in force → lifted by a resume, lifted elsewhere, or closed by a person
 * requested → queued (certainly not taken yet) or unknown (perhaps taken) → accepted, refused, or withdrawn
 *
 * Times are epoch ms by the console's clock, but for `acceptedAuthorityAt`, which is the authority's.
 */
import type { OperationKind, OperationState } from './operation'
import type { StopStatus } from './stop'

export type StopFault = { code: string | null; message: string | null; requestId: string | null }

export type StopState = {
  /** Null for an operation that is no stop, or one that has not begun. */
  status: StopStatus | null
  phase: OperationState
  acceptedAt: number | null
  finishedAt: number | null
  acceptedRevision: number | null
  acceptedAuthorityAt: number | null
  fault: StopFault
}

type WithStatus = { stop_status: StopStatus | null }

/** Requested, and without a final answer: the authority may still take it. */
export const isOpen = ({ stop_status: status }: WithStatus): boolean => isOpenStatus(status)

/** Ended or refused: it is neither in force nor on its way. */
export const isOver = (stop: WithStatus): boolean => stop.stop_status !== 'accepted' && !isOpen(stop)

/** A stop by the authority's own org disable; the fall-back for an authority without one has items. */
export const isOrgDisable = ({ kind, total }: { kind: OperationKind; total: number }): boolean =>
  kind === 'disable' && total === 0

/** Statuses of a stop without a final answer. */
export const OPEN_STOPS = ['requested', 'queued', 'unknown'] as const satisfies readonly StopStatus[]

const isOpenStatus = (status: StopStatus | null): boolean => OPEN_STOPS.some((open) => open === status)

export const NO_FAULT: StopFault = { code: null, message: null, requestId: null }

/** The authority took the stop of an org. `requestId`: of its answer. */
export const acceptStop = (
  stop: StopState,
  at: number,
  answer: { revision?: number; authorityAt: number | null; requestId?: string },
): StopState => ({
  ...stop,
  status: 'accepted',
  phase: 'finished',
  acceptedAt: at,
  finishedAt: at,
  acceptedRevision: answer.revision ?? null,
  acceptedAuthorityAt: answer.authorityAt,
  fault: { ...NO_FAULT, requestId: answer.requestId ?? null },
})

/** No answer yet: it goes on being sent. `isUnsent`: the authority certainly did not take this try. */
export const waitWithStop = (stop: StopState, isUnsent: boolean, fault: StopFault): StopState => ({
  ...stop,
  // If this try was certainly not taken, an earlier one may still have been.
  status: isUnsent && stop.status !== 'unknown' ? 'queued' : 'unknown',
  phase: 'running',
  finishedAt: null,
  fault,
})

/** The authority has no such call: it is carried out in another way. */
export const stopOtherwise = (stop: StopState, fault: StopFault): StopState => ({
  ...stop,
  status: 'requested',
  phase: 'running',
  finishedAt: null,
  fault,
})

export const refuseStop = (stop: StopState, at: number, fault: StopFault): StopState => ({
  ...stop,
  status: 'refused',
  phase: 'finished',
  finishedAt: at,
  fault,
})

/** It ended without a known result: it may have reached some devices or none. */
export const giveUpStop = (stop: StopState, at: number, fault: StopFault): StopState => ({
  ...stop,
  status: 'unknown',
  phase: 'finished',
  finishedAt: at,
  fault,
})

/** A resume was accepted: it lifts what was in force and withdraws what was still open. One that is over stays as it is. */
export function liftStop(stop: StopState, at: number | null): StopState {
  const isWaiting = isOpenStatus(stop.status)
  if (!isWaiting && stop.status !== 'accepted') return stop
  return {
    ...stop,
    status: isWaiting ? 'withdrawn' : 'lifted',
    phase: 'finished',
    finishedAt: stop.finishedAt ?? at,
  }
}

/** A person took it back before the authority took it. */
export const withdrawStop = (stop: StopState, at: number): StopState => ({
  ...stop,
  status: 'withdrawn',
  phase: 'finished',
  finishedAt: at,
})

/** A person declares it over, though nothing was started again. */
export const closeStop = (stop: StopState): StopState => ({ ...stop, status: 'closed' })
