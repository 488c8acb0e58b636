/** What a person may be offered for an operation in its state. The server decides; this only hides what it would refuse. */
import type { ControlAct } from '@/lib/client/api/control-operation'
import { isStop, type Operation, PERMISSION_OF } from '@/lib/domain/operation'
import type { Permission } from '@/lib/domain/policy'
import type { OperationProgress } from '@/lib/domain/progress'

/** `asks`: a dialog comes first. `guarded`: it asks for a reason and a recent sign-in, as far as one operation shows. */
export type OperationControl = { act: ControlAct; permission: Permission; asks: boolean; guarded: boolean }

const CAN_BE_TRIED_AGAIN = ['accepted', 'refused', 'unknown']

export function operationControls(
  operation: Pick<Operation, 'kind' | 'state' | 'total' | 'stop' | 'undoneBy' | 'outcomes'>,
  progress: Pick<OperationProgress, 'retryable'> | undefined,
): OperationControl[] {
  const { kind, state, total, stop, undoneBy, outcomes } = operation
  // An act on the whole org is one call: once it has begun it is lifted or withdrawn, not halted.
  if (total === 0 && state !== 'scheduled') return []
  const holdUp = isStop(kind) ? 'resume' : 'stop'
  const goOn = PERMISSION_OF[kind]
  const many = total !== 1
  const isAStop = isStop(kind)
  const pause: OperationControl = { act: 'pause', permission: holdUp, asks: isAStop, guarded: isAStop && many }
  const cancel: OperationControl = { act: 'cancel', permission: holdUp, asks: true, guarded: isAStop && many }
  if (state === 'scheduled') return [cancel]
  if (state === 'queued' || state === 'running') return [pause, cancel]
  if (state === 'paused' || state === 'interrupted')
    return [
      { act: 'continue', permission: goOn, asks: !isAStop, guarded: !isAStop && (many || kind === 'remove') },
      cancel,
    ]
  if (state !== 'finished' || undoneBy || (stop && !CAN_BE_TRIED_AGAIN.includes(stop.status))) return []
  const retryable = progress?.retryable ?? outcomes.failed + outcomes.unknown
  if (retryable === 0) return []
  return [{ act: 'retry', permission: goOn, asks: !isAStop, guarded: !isAStop && (retryable > 1 || kind === 'remove') }]
}
