/** How a device of a staged restore was answered since it was restored. */

import { type Evidence, evidenceAfter } from '@/lib/domain/stop'
import type { OperationItemRow } from '@/lib/store/rows/schema'
import type { WatchedOrg } from './stop-summary'

/** One that is revoked again counts as denied. @param acceptedAt when the restore was acknowledged, by the authority's clock. */
export function stepEvidence(
  org: WatchedOrg,
  item: Pick<OperationItemRow, 'device_id' | 'accepted_revision'>,
  acceptedAt: number | undefined,
): Evidence {
  const device = org.fleet.get(item.device_id)
  if (!device || device.status === 'revoked') return 'denied'
  return evidenceAfter(device, { kind: 'disable', revision: item.accepted_revision ?? undefined, acceptedAt })
}
