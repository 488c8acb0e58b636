import type { Db } from '../rows/db'
import type { OperationRow } from '../rows/schema'

/** In force, on their way, or in force and watched no longer. */
const HOLDING = ['requested', 'accepted', 'unknown', 'queued', 'closed'] as const

/** Stops of a whole org that were asked for since a rehearsal of its stop and may still hold, oldest first. The rehearsal is not one. */
export const stopsSince = (db: Db, rehearsal: Pick<OperationRow, 'id' | 'org_id' | 'requested_at'>) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', rehearsal.org_id)
    .where('kind', '=', 'disable')
    .where('rehearsal', '=', 0)
    .where('requested_at', '>=', rehearsal.requested_at)
    .where('stop_status', 'in', HOLDING)
    .orderBy('requested_at')
    .execute()
