import type { Operation } from '@/lib/domain/operation'

/** True while the operation, or the evidence for its stop, can still change by itself. */
export function isOpen(operation: Operation): boolean {
  if (operation.state !== 'finished') return true
  const { stop } = operation
  if (!stop) return false
  if (stop.status === 'requested' || stop.status === 'queued' || stop.status === 'unknown') return true
  return stop.status === 'accepted' && stop.counts.waiting + stop.counts.asked + stop.counts.contradicted > 0
}
