/** `Prefer: wait=N` (RFC 7240): holds the answer up to N seconds, at most 10, until the operation has ended. */
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { viewOperation } from '@/lib/services/operations/view-operation'
import { findOperation } from '@/lib/store/operations'

const WAIT_SECONDS_MAX = 10
const LOOK_EVERY_MS = 5

export async function waitForEnd(operation: Operation, context: Context, request: Request): Promise<Operation> {
  const asked = /\bwait=(\d{1,3})\b/.exec(request.headers.get('prefer') ?? '')
  const { deps, orgSlug } = context
  const org = orgSlug === undefined ? undefined : deps.orgs.bySlug(orgSlug)
  if (!asked || !org || operation.state === 'finished') return operation
  const until = performance.now() + Math.min(Number(asked[1]), WAIT_SECONDS_MAX) * 1_000
  while (performance.now() < until && !deps.closing.aborted) {
    await deps.pause(LOOK_EVERY_MS)
    const row = await findOperation(deps.store.db, operation.id)
    if (row?.state === 'finished') return viewOperation(deps, org, row)
  }
  const row = await findOperation(deps.store.db, operation.id)
  return row ? viewOperation(deps, org, row) : operation
}
