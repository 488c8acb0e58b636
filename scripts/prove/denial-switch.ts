/** When the denial comes into force in one run: the boundary says at which event, and that event waits until it is so. */
import type { Boundary, Fault, Unit } from './kinds'
import type { TrialLog } from './trial-log'

export type TrialPlan = {
  /** Null for the run in which everything is allowed. */
  cell: { boundary: Boundary; fault: Fault } | null
  /** `call`: the validate that is denied, counted from 1. */
  deniedCall: number
  /** `stream`: the model call in whose middle it comes, counted from 1. */
  streamedCall: number
  /** `tool`: which mark says that the command is in a tool. */
  toolMark: 'tool' | 'effect'
  /** Whether the command registers before it validates. */
  registersFirst: boolean
  /** Whether the command was seen to do several things at the same time. */
  isParallel: boolean
}

/** What the command does, as the servers of a run see it. */
export type Happening =
  | { kind: 'opened' }
  | { kind: 'registered' }
  | { kind: 'answered'; allowed: boolean }
  | { kind: 'middle-of-model-call'; isSubAgent: boolean }
  | { kind: 'began'; unit: Unit }
  | { kind: 'agent-mark' }

/**
 * Whether the denial comes into force at this. A refused connection cannot be seen from here: the first validate that meets it
 * must be the next one, so it begins with a unit of work that is already allowed, and at start after the register.
 */
export function isTrigger(
  { cell, deniedCall, streamedCall, toolMark, registersFirst }: TrialPlan,
  log: TrialLog,
  now: Happening,
): boolean {
  if (!cell) return false
  const isRefused = cell.fault === 'refused'
  switch (cell.boundary) {
    case 'start':
      return now.kind === (isRefused && registersFirst ? 'registered' : 'opened')
    case 'call': {
      const isAllowedSoFar = log.count('allowed') >= deniedCall - 1
      return isAllowedSoFar && now.kind === (isRefused ? 'began' : 'answered')
    }
    case 'stream':
      return now.kind === 'middle-of-model-call' && log.count('model') >= streamedCall
    case 'tool':
      return now.kind === 'began' && now.unit === toolMark
    case 'sub-agent':
      return now.kind === 'agent-mark' || (now.kind === 'middle-of-model-call' && now.isSubAgent)
  }
}
