import type { StopSending } from '@/lib/domain/stop'
import type { OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import { isOpen, pressesOf } from './stop-presses'

/** What memory knows of a stop and the store does not: when it is sent again, and where its record is until the store has it. */
export function sendingOf(deps: Pick<Deps, 'stopSink'>, row: Pick<OperationRow, 'id' | 'stop_status'>): StopSending {
  const press = pressesOf(deps).find(row.id)
  if (!press) return {}
  const { nextTryAt, recorded } = press
  return {
    ...(nextTryAt !== null && isOpen(row) ? { nextTryAt: new Date(nextTryAt).toISOString() } : {}),
    ...(recorded === 'sink' || recorded === 'nowhere' ? { recorded } : {}),
  }
}
