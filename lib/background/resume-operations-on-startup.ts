/**
 * After a restart: stops go on by themselves, from the last item that has no answer. A resume that was interrupted waits
 * for a person, because orgs and devices may have changed meanwhile.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { isResume } from '@/lib/domain/operation'
import { finishUnknown, interruptOperation } from '@/lib/domain/operation-state'
import { giveUpStop, isOrgDisable } from '@/lib/domain/stop-state'
import { endCancelled } from '@/lib/operations/end-operation'
import { runOperation } from '@/lib/operations/run-operation'
import { writeMissingItems } from '@/lib/operations/write-selected'
import { retryOrgStop } from '@/lib/stops/retry-org-stop'
import { listItems } from '@/lib/store/operation-items'
import { listOpenOperations, moveOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { changeOfStop } from '@/lib/store/state-columns'
import type { BackgroundDeps } from './background-deps'

/** A resume of the whole org is one call: there is nothing to continue, and the next reading shows what came of it. */
const NOT_KNOWN = {
  code: 'interrupted',
  message:
    'The console ended before the answer came. Look at the state of the org; if it is still stopped, resume it again.',
}

export async function continueOperationsOnStartup(deps: BackgroundDeps): Promise<void> {
  const { db } = deps.store
  for (const row of await listOpenOperations(db)) {
    const org = deps.orgs.byId(row.org_id)
    if (!org) continue
    await writeMissingItems(deps, org, row, deps.clock.now())
    if (isOrgDisable(row) && row.rehearsal) await giveUpRehearsal(deps, row)
    else if (isOrgDisable(row)) retryOrgStop(deps, org, row)
    else if (row.state === 'cancelling') endCancelled({ deps, org }, row)
    else if (!isResume(row.kind)) runOperation(deps, org, row, { again: true })
    else {
      const pending = (await listItems(db, row.id, { outcomes: ['pending'] })).length
      const now = deps.clock.now()
      await db.transaction().execute(async (tx) => {
        await moveOperation(tx, row.id, row.total === 0 ? finishUnknown(now, NOT_KNOWN) : interruptOperation())
        const data = { operationId: row.id, operation: row.kind, pending }
        await record(tx, consoleOrigin(row.org_id, now), 'operation.interrupted', data)
      })
    }
  }
}

/** A rehearsal is sent once, by a person who looks at it: what came of it is not known until the person ends it. */
async function giveUpRehearsal({ store, clock }: BackgroundDeps, row: OperationRow): Promise<void> {
  const now = clock.now()
  const why = {
    code: 'interrupted',
    message: 'The console ended before the answer came. End the rehearsal, so that the org certainly works again.',
    requestId: null,
  }
  await store.db.transaction().execute(async (tx) => {
    await moveOperation(
      tx,
      row.id,
      changeOfStop(row, (stop) => giveUpStop(stop, now, why)),
    )
    const data = { operationId: row.id, operation: row.kind, pending: 0 }
    await record(tx, consoleOrigin(row.org_id, now), 'operation.interrupted', data)
  })
}
