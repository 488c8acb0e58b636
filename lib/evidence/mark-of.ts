import type { StopMark } from '@/lib/domain/stop'
import { isOrgDisable } from '@/lib/domain/stop-state'
import type { OperationRow } from '@/lib/store/rows/schema'

/** What later readings of its devices are compared with. */
export const markOf = (row: OperationRow): StopMark => ({
  kind: isOrgDisable(row) ? 'disable' : 'revoke',
  revision: row.accepted_revision ?? undefined,
  acceptedAt: row.accepted_authority_at ?? undefined,
})
