/** How far an operation is, worked out from what the store holds, so that every screen and every reload shows the same. */

export type OperationProgress = {
  total: number
  /** Answered by the authority, or settled without a call. They are read back at the end. */
  answered: number
  /** Have their outcome. */
  settled: number
  /** Ended in a way that another try could change. */
  retryable: number
  /** Answers a second of late; null while nothing can be said. */
  perSecond: number | null
  /** At that speed; null while nothing can be said. */
  leftMs: number | null
  /** Of a staged restore: the step it is in, or halted in. */
  step?: StepProgress | null
  /** Console's time of these figures. */
  at: string
}

/** Devices that a call may still have to go out for: neither answered nor settled without a call. */
export const unansweredDevices = ({ total, answered }: Pick<OperationProgress, 'total' | 'answered'>): number =>
  Math.max(0, total - answered)

/** One step of a staged restore. The next one begins when every device of this one is active and validating. */
export type StepProgress = {
  step: number
  steps: number
  devices: number
  /** Have validated since they were restored. */
  validating: number
  /** Denied, or stopped again since. */
  stopped: number
  /** The first few that it waits for; those that were stopped first. */
  waitsFor: StepDevice[]
}

/**
 * A device that does not validate yet. `stopped`: denied, or stopped again since. Milliseconds by the authority's clock,
 * as last read: its usual spacing (null: not known), and how long ago it validated last (null: never).
 */
export type StepDevice = { deviceId: string; stopped: boolean; everyMs: number | null; quietMs: number | null }

/** Answers of the last so many ms make the speed: a pause, or an authority that grew slow, shows within this time. */
const PACE_WINDOW_MS = 20_000
/** Before this the first answers do not show the speed. */
const PACE_LEAST_MS = 500

/**
 * @param recent answers since `paceSince(startedAt, now)`.
 * @param startedAt when it was begun, continued or tried again, whichever was last. Times in epoch ms.
 */
export function paceOf({
  total,
  answered,
  recent,
  startedAt,
  now,
}: {
  total: number
  answered: number
  recent: number
  startedAt: number
  now: number
}): Pick<OperationProgress, 'perSecond' | 'leftMs'> {
  const spanMs = now - paceSince(startedAt, now)
  if (recent === 0 || spanMs < PACE_LEAST_MS) return { perSecond: null, leftMs: null }
  const perMs = recent / spanMs
  return { perSecond: perMs * 1_000, leftMs: Math.max(0, total - answered) / perMs }
}

/** From when on answers count for the speed. */
export const paceSince = (startedAt: number, now: number): number => Math.max(startedAt, now - PACE_WINDOW_MS)
