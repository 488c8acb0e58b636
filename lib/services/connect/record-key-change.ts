import { originOf, record } from '@/lib/audit/audit-log'
import { UpstreamError } from '@/lib/domain/errors'
import type { AgentKeyChange } from '@/lib/domain/keys/key-record'
import type { OrgContext } from '../context'

/** Faults after which it is certain that nothing changed. */
const CERTAIN = new Set(['upstream-denied', 'upstream-unsupported', 'upstream-key-rejected'])

/**
 * Makes a change of an agent key at the authority, recorded before it is sent and with what came of it. The authority and the
 * store share no transaction: if the console ends in between, the record still has who wanted the change.
 */
export async function recordKeyChange<Result extends object>(
  context: OrgContext,
  change: AgentKeyChange,
  send: () => Promise<Result>,
): Promise<Result> {
  const { deps, org } = context
  const inTransaction = deps.store.db.transaction()
  const origin = () => originOf(context, org.row.id)
  await inTransaction.execute((tx) => record(tx, origin(), 'agent-key.requested', change))
  let result: Result
  try {
    result = await send()
  } catch (error) {
    const ended = { ...change, ...faultOutcome(error) }
    await inTransaction.execute((tx) => record(tx, origin(), 'agent-key.changed', ended))
    throw error
  }
  const done = { ...change, keyId: idOf(result) ?? change.keyId, outcome: 'done' } as const
  await inTransaction.execute((tx) => record(tx, origin(), 'agent-key.changed', done))
  return result
}

/** What a call that failed came to: a clear no, or not known. `code`: why. */
export function faultOutcome(error: unknown): { outcome: 'refused' | 'unknown'; code: string } {
  const { code, upstreamCode } = error instanceof UpstreamError ? error : { code: 'internal', upstreamCode: undefined }
  return { outcome: CERTAIN.has(code) ? 'refused' : 'unknown', code: upstreamCode ?? code }
}

/** The id of the key that was added. */
const idOf = (result: object): string | undefined => (result as { key?: { id: string } }).key?.id
