/** For an operation that waits, ends or fell short: what happened, what it means, what to do. Null where the figures say it all. */
import type { Tone } from '@/components/ui/pill'
import { devices, KIND_WORDS, number, wasWithdrawn } from '@/components/words/operation-words'
import { isStop, type Operation } from '@/lib/domain/operation'
import { type OperationProgress, unansweredDevices } from '@/lib/domain/progress'

export type OperationNote = { tone: Tone; happened: string; means: string; todo: string }

/** `pausedBy`: the person who paused or cancelled it, where the record names one. */
export function noteOf(
  operation: Operation,
  progress: OperationProgress | undefined,
  haltedBy: string | null,
): OperationNote | null {
  const { state, error } = operation
  if (operation.total === 0) return null
  if (state === 'paused') return paused(operation, progress, haltedBy)
  if (state === 'interrupted')
    return {
      tone: 'wait',
      happened: 'The console stopped in the middle of it.',
      means: `${soFar(operation, progress)} What starts agents again never goes on by itself.`,
      todo: 'Look whether the world is still the same, then continue, or cancel the rest. What was under way is read first.',
    }
  if (state === 'cancelling')
    return {
      tone: 'wait',
      happened: `${haltedBy ?? 'A person'} cancelled it.`,
      means: 'Nothing more is sent. What was sent is read back, so that each outcome is true.',
      todo: 'Nothing to do: it ends by itself.',
    }
  if (state === 'finished') return wasWithdrawn(operation) ? null : finished(operation, progress)
  if (error) {
    const rest = isStop(operation.kind) ? ' Agents that were not reached go on working.' : ''
    return {
      tone: 'wait',
      happened: WAITS[error.code] ?? said(error),
      means: `${soFar(operation, progress)}${rest}`,
      todo: 'It is tried again by itself.',
    }
  }
  return null
}

function paused(operation: Operation, progress: OperationProgress | undefined, by: string | null): OperationNote {
  const { kind, error, total } = operation
  const happened = error ? `${HALTED[error.code] ?? 'It waits'}: ${said(error)}` : `${by ?? 'A person'} paused it.`
  if (error?.code === 'world-changed')
    return { tone: 'wait', happened, means: 'Nothing of it was sent.', todo: 'Continue to begin it now, or cancel it.' }
  if (progress && progress.answered >= total) {
    const todo = 'Continue to have them read back, and it ends.'
    return { tone: 'wait', happened, means: soFar(operation, progress), todo }
  }
  const rest = isStop(kind) ? 'Agents that were not reached go on working.' : 'The others stay as they are.'
  return {
    tone: 'wait',
    happened,
    means: `${soFar(operation, progress)} ${rest}`,
    todo: todoOf(error),
  }
}

/** What happened, by the code of what halted it: the console's own, which the sentence says in full. */
export const HALTED: Readonly<Record<string, string>> = {
  step: 'It halted by itself',
  'world-changed': 'It did not begin',
}

/** Why an operation waits by itself, by the code of the last fault; the fault in the words of the connection is a detail. */
const WAITS: Readonly<Record<string, string>> = {
  'upstream-unavailable': 'The authority cannot be reached.',
  'upstream-timeout': 'The authority does not answer in time.',
  'upstream-invalid': 'The authority gives no clear answer.',
  'upstream-key-rejected': 'The authority rejects the org key.',
}

function todoOf(error: Operation['error']): string {
  if (error?.code === 'step') return 'Continue goes on with the next step; what was restored stays as it is either way.'
  if (error) return 'Continue once the authority answers again, or cancel the rest.'
  return 'Continue to send the rest, or cancel it.'
}

function finished({ kind, outcomes, stop }: Operation, progress: OperationProgress | undefined): OperationNote | null {
  const { failed, unknown, refused } = outcomes
  if (failed + unknown + refused === 0) return null
  const parts = [
    [failed, 'failed'],
    [unknown, 'could not be read back'],
    [refused, refused === 1 ? 'was refused' : 'were refused'],
  ] as const
  const happened = parts.flatMap(([count, words]) => (count > 0 ? `${devices(count)} ${words}` : [])).join(', ')
  const isLost = stop !== null && ['lifted', 'withdrawn', 'closed', 'lifted-elsewhere'].includes(stop.status)
  const retryable = progress?.retryable ?? failed + unknown
  return {
    tone: isStop(kind) && !isLost && failed + unknown > 0 ? 'stop' : 'wait',
    happened: `${happened}.`,
    means: meaning(kind, unknown > 0),
    todo:
      retryable === 0
        ? 'Each row says why, and who can change it. Another try would end the same.'
        : `Each row says why.${isLost ? '' : ` Retry sends ${retryable === 1 ? 'it' : `those ${number(retryable)}`} again, and nothing else.`}`,
  }
}

function meaning(kind: Operation['kind'], hasUnknown: boolean): string {
  const open = hasUnknown ? ' Those not read back may or may not be.' : ''
  if (isStop(kind)) return `They were not seen ${KIND_WORDS.revoke.done}: their agents may go on working.${open}`
  return `They were not seen ${KIND_WORDS[kind].done}.${open}`
}

function soFar({ total }: Operation, progress: OperationProgress | undefined): string {
  if (!progress) return ''
  const open = unansweredDevices(progress)
  if (total === 1)
    return open > 0 ? 'The device was not answered.' : 'The device was answered, and is not read back yet.'
  return open > 0
    ? `${number(progress.answered)} of ${devices(total)} were answered, ${number(open)} not.`
    : `All ${devices(total)} were answered, and are not read back yet.`
}

/** What the authority said, as a sentence. */
export const said = ({ code, message }: NonNullable<Operation['error']>): string => {
  const text = message || code
  return /[.!?]$/.test(text) ? text : `${text}.`
}
