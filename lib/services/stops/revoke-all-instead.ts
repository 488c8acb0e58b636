/**
 * The other kind of stop, for an authority without org disable: revokes every device known to be active, remembering
 * exactly which, so that undoing it restores only those. The same confirm covers it.
 */

import { AppError } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { insertHolds } from '@/lib/store/holds'
import { insertItems, updateOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { OrgContext } from '../context'
import { newHold, newItem } from '../operations/plan-items'
import { runOperation } from '../operations/run-operation'
import { viewOperation } from '../operations/view-operation'

export async function revokeAllInstead(context: OrgContext, row: OperationRow, recorded: boolean): Promise<Operation> {
  const { deps, org } = context
  org.reading.capabilities = { ...org.reading.capabilities, orgDisable: 'no' }
  if (!recorded) {
    throw new AppError(
      'unavailable',
      'This authority has no org disable, and the console cannot write down which devices it would revoke. Revoke devices one by one.',
    )
  }
  const deviceIds = [...org.fleet.devices()]
    .filter((device) => device.status !== 'revoked')
    .map((device) => device.deviceId)
  Object.assign(row, {
    kind: 'revoke',
    selector: '',
    total: deviceIds.length,
    state: 'queued',
    error_code: null,
    error_message: null,
  } satisfies Partial<OperationRow>)
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, row)
    await insertItems(
      tx,
      deviceIds.map((id, position) => newItem(row.id, position, id, org, now)),
    )
    await insertHolds(
      tx,
      deviceIds.map((id) => newHold(row, id, 'operation', now)),
    )
  })
  runOperation(deps, org, row)
  return viewOperation(deps, org, row)
}
