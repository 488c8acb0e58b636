import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { pauseOperation } from '@/lib/domain/operation-state'
import { findOperation, moveOperation } from '@/lib/store/operations'
import type { OperationRun } from './calls/operation-run'

/** Code of a scheduled resume that is late or finds a newer stop: it has taken no effect yet, not even in the store. */
export const NOT_BEGUN = 'world-changed'

/** Why a resume waits that the authority no longer answers. */
export const FELL_SILENT =
  'the authority answers nothing clear any more; what is left was not sent. Continue when it answers again.'

/** Why a resume waits whose devices may or may not have been stopped. */
export const CANNOT_READ =
  'the authority cannot be read, so it is not known which of these devices the stop reached; nothing was sent. Continue when it answers again.'

/** Why a staged resume waits over which a newer stop came while it watched a step. */
export const NEWER_STOP =
  'a newer stop covers some of its devices; what is left was not sent. Look into it, then continue or cancel.'

/** What is left of a resume waits, and a person decides. @param code of the fault, as the API shows it. */
export async function pauseForPerson(
  { deps, org, row }: Pick<OperationRun, 'deps' | 'org' | 'row'>,
  code: string,
  why: string,
): Promise<void> {
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    const state = (await findOperation(tx, row.id))?.state
    // A person may have cancelled it meanwhile, or another look at what is due has begun it.
    if (state === 'cancelling' || (code === NOT_BEGUN && state !== 'scheduled')) return
    await moveOperation(tx, row.id, pauseOperation({ code, message: why }))
    const data = { operationId: row.id, operation: row.kind, why }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.paused', data)
  })
}
