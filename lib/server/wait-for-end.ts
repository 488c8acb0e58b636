/** `Prefer: wait=N` (RFC 7240): holds the answer up to N seconds, at most 10, until the operation has ended. */
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { findOperation } from '@/lib/store/operations'
import { viewOperation } from '@/lib/views/view-operation'

const WAIT_SECONDS_MAX = 10

export async function waitForEnd(operation: Operation, context: Context, request: Request): Promise<Operation> {
  const asked = /\bwait=(\d{1,3})\b/.exec(request.headers.get('prefer') ?? '')
  const { deps, orgSlug } = context
  const org = orgSlug === undefined ? undefined : deps.orgs.bySlug(orgSlug)
  if (!asked || !org || operation.state === 'finished') return operation
  const waitMs = Math.min(Number(asked[1]), WAIT_SECONDS_MAX) * 1_000
  await Promise.race([deps.running.ended(operation.id), deps.pause(waitMs)])
  const row = await findOperation(deps.store.reads, operation.id)
  return row ? viewOperation(deps, org, row) : operation
}
