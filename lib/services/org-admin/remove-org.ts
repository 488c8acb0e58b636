/**
 * Takes an org out of the console: its key and all roles in it go, its operations and its record stay.
 * What it stopped at its authority stays stopped there. A running console drops it within seconds.
 */

import { record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { listFences } from '@/lib/store/fences'
import { deleteKeyAndRoles } from '@/lib/store/offboarding'
import { countOpenOperations } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { By } from '../access/by'
import { requireOrg } from '../orgs/require-org'

/** @throws AppError `not-found`; `conflict` while the org still has work under way. */
export const removeOrg = (
  db: Db,
  slug: string,
  by: By,
  { userId = '', reason = null }: { userId?: string; reason?: string | null } = {},
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const org = await requireOrg(tx, slug)
    await by.permit(tx, { userId, orgId: org.id })
    const operations = await countOpenOperations(tx, org.id)
    const fences = (await listFences(tx, org.id)).filter(({ ended_at }) => ended_at === null).length
    if (operations + fences > 0)
      throw new AppError(
        'conflict',
        `${slug} has ${operations} operations that are not finished and ${fences} fences that still revoke. End them first. Nothing was changed.`,
      )
    await deleteKeyAndRoles(tx, org.id)
    await record(tx, by.origin(org.id), 'org.removed', { authority: org.base_url }, reason)
  })
