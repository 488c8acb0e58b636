import { updateOperation } from '@/lib/store/operations'
import { consoleOrigin, record } from '../audit-log'
import type { Job } from './job'

const WHY = 'the authority answers nothing clear any more; what is left was not sent. Continue when it answers again.'

/** The authority fell silent in the middle of a resume: the rest waits, and a person decides. */
export async function waitForPerson({ deps, org, row }: Job): Promise<void> {
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, { state: 'paused', error_code: 'upstream-unavailable', error_message: WHY })
    const data = { operationId: row.id, operation: row.kind, why: WHY }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.paused', data)
  })
}
