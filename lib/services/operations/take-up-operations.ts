/**
 * After a restart: stops go on by themselves, from the last item that has no answer. A resume that was interrupted waits
 * for a person, because the world may have changed meanwhile.
 */

import { isResume } from '@/lib/domain/operation'
import { listItems, listOpenOperations, updateOperation } from '@/lib/store/operations'
import { consoleOrigin, record } from '../audit-log'
import type { Deps } from '../context'
import { keepTrying } from '../stops/keep-trying'
import { isOrgDisable } from '../stops/stop-watch'
import { endCancelled } from './control-operation'
import { runOperation } from './run-operation'

export async function takeUpOperations(deps: Deps): Promise<void> {
  const { db } = deps.store
  for (const row of await listOpenOperations(db)) {
    const org = deps.orgs.byId(row.org_id)
    if (!org) continue
    if (isOrgDisable(row)) keepTrying(deps, org, row)
    else if (row.state === 'cancelling') endCancelled({ deps, org }, row)
    else if (!isResume(row.kind)) runOperation(deps, org, row, { again: true })
    else {
      const pending = (await listItems(db, row.id, { outcomes: ['pending'] })).length
      await db.transaction().execute(async (tx) => {
        await updateOperation(tx, row.id, { state: 'interrupted' })
        await record(tx, consoleOrigin(row.org_id, deps.clock.now()), 'operation.interrupted', {
          operationId: row.id,
          operation: row.kind,
          pending,
        })
      })
    }
  }
}
