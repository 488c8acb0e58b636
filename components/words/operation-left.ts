/** What is left of an operation to do or to wait for, in the fewest true words; empty where its state says it already. */
import type { Operation } from '@/lib/domain/operation'
import { type OperationProgress, unansweredDevices } from '@/lib/domain/progress'
import { devices, number, wasWithdrawn } from './operation-words'

export function leftWords(operation: Operation, progress: OperationProgress | undefined): string {
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
  const { contradicted, waiting, asked } = stop?.status === 'accepted' ? stop.counts : NONE
  const retryable = isLost ? 0 : (progress?.retryable ?? outcomes.failed + outcomes.unknown)
  const parts: [number, string][] = [
    [contradicted, 'contradicted'],
    [retryable, 'to try again'],
    [waiting, 'not heard from yet'],
    [asked, 'asked, answer not shown'],
  ]
  const said = parts.flatMap(([count, words]) => (count > 0 ? `${number(count)} ${words}` : []))
  return said.length > 0 || isLost || operation.fence ? said.join(', ') : `nothing left to ${stop ? 'wait for' : 'do'}`
}

const NONE = { contradicted: 0, waiting: 0, asked: 0 }
