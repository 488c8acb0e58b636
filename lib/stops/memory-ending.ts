/** The outcome of a stop that was carried out from memory. */

import { authorityAtStart } from '@/lib/domain/authority-name'
import type { CallResult } from '@/lib/operations/calls/call-devices'
import { isInWantedState } from '@/lib/operations/calls/read-back'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { whyNothing } from './why-nothing'

/** One device: done only where it was read back revoked. */
export function endedItem(
  org: OrgRuntime,
  item: OperationItemRow,
  result: CallResult | undefined,
  wasRead: boolean,
  now: number,
): OperationItemRow {
  const isRevoked = wasRead && isInWantedState(org, 'revoke', item.device_id)
  const refused = result?.outcome === 'refused' || result?.outcome === 'failed' ? result.outcome : undefined
  return {
    ...item,
    outcome: isRevoked ? 'done' : (refused ?? (wasRead ? 'failed' : 'unknown')),
    accepted_at: result?.outcome === 'accepted' ? now : null,
    accepted_revision: result?.revision ?? null,
    code: result?.code ?? null,
    message: result?.message ?? null,
    request_id: result?.requestId ?? null,
  }
}

/** The stop as a whole. */
export function endingOf(org: OrgRuntime, total: number, results: CallResult[], now: number): Partial<OperationRow> {
  const acknowledged = results.some(({ outcome }) => outcome === 'accepted')
  const refused = results.length > 0 && results.every(({ outcome }) => outcome === 'refused')
  const missed = results.find(({ outcome }) => outcome !== 'accepted')
  return {
    state: 'finished',
    total,
    stop_status: acknowledged
      ? 'accepted'
      : refused || (total === 0 && org.reading.readAt !== null)
        ? 'refused'
        : 'unknown',
    accepted_at: acknowledged ? now : null,
    accepted_authority_at: null,
    error_code: missed?.code ?? null,
    error_message:
      total === 0
        ? `${authorityAtStart(org.authority.name)} has no org stop, and ${whyNothing(org.reading)}: nothing was stopped.`
        : (missed?.message ?? null),
  }
}
