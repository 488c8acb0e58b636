/** Questions about where a stop is between the press and its end. */
import type { OperationKind } from './operation'
import type { StopStatus } from './stop'

type WithStatus = { stop_status: StopStatus | null }

/** Pressed, and without a final answer: the authority may still take it. */
export const isOpen = ({ stop_status: status }: WithStatus): boolean =>
  status === 'requested' || status === 'queued' || status === 'unknown'

/** Ended or refused: it is neither in force nor on its way. */
export const isOver = (stop: WithStatus): boolean => stop.stop_status !== 'accepted' && !isOpen(stop)

/** A stop by the authority's own org disable; the fall-back for an authority without one has items. */
export const isOrgDisable = ({ kind, total }: { kind: OperationKind; total: number }): boolean =>
  kind === 'disable' && total === 0
