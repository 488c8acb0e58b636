/** What is left of an operation to do or to wait for, in the fewest true words; empty where its state says it already. */
import type { Operation } from '@/lib/domain/operation'
import { type OperationProgress, unansweredDevices } from '@/lib/domain/progress'
import { devices, number, wasWithdrawn } from './operation-words'

/** @param withEvidence says, too, which devices of a stop in force are not confirmed. */
export function leftWords(operation: Operation, progress: OperationProgress | undefined, withEvidence = true): string {
  const { state, stop, outcomes, total } = operation
  if (state === 'scheduled') return 'nothing of it was sent yet'
  if (wasWithdrawn(operation)) return 'nothing of it was sent'
  if (state !== 'finished') {
    const left = total > 0 && progress ? unansweredDevices(progress) : 0
    return left > 0 ? `${devices(left)} left to send` : ''
  }
  if (stop?.status === 'refused') return 'nothing was stopped'
  if (stop && (stop.status === 'queued' || stop.status === 'unknown' || stop.status === 'requested')) return ''
  const isLost = stop !== null && stop.status !== 'accepted'
  const counts = stop?.status === 'accepted' ? stop.counts : NONE
  const retryable = isLost ? 0 : (progress?.retryable ?? outcomes.failed + outcomes.unknown)
  const parts: [count: number, words: string, isEvidence: boolean][] = [
    [counts.contradicted, 'contradicted', true],
    [retryable, 'to try again', false],
    [counts.waiting, 'not heard from yet', true],
    [counts.asked, 'asked, answer not shown', true],
  ]
  const open = parts.filter(([count]) => count > 0)
  if (open.length === 0 && !isLost && !operation.fence) return `nothing left to ${stop ? 'wait for' : 'do'}`
  const said = withEvidence ? open : open.filter(([, , isEvidence]) => !isEvidence)
  return said.map(([count, words]) => `${number(count)} ${words}`).join(', ')
}

const NONE = { contradicted: 0, waiting: 0, asked: 0 }
