import { originOf, record } from '@/lib/audit/audit-log'
import { UpstreamError } from '@/lib/domain/errors'
import { changeKeyRotation } from '@/lib/store/key-rotations/key-rotations'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import type { OrgContext } from '../context'
import { rotationData } from './rotation-data'

/**
 * Ends the key that a rotation replaced, before its overlap is over. What the authority did not do leaves the overlap as it is, and says
 * so in `fault`; a repeat changes nothing there.
 */
export async function endPreviousKey(context: OrgContext, row: KeyRotationRow): Promise<KeyRotationRow> {
  const { deps, org } = context
  const { client } = org.connection
  let code: string | null = null
  try {
    await client.endPreviousKeys(
      row.kind === 'org' ? { kind: 'org' } : { kind: 'agent', agentKeyId: row.new_key_id ?? '' },
    )
  } catch (error) {
    code = error instanceof UpstreamError ? error.code : 'internal'
  }
  const origin = originOf(context, org.row.id)
  const change = { previous_ended_at: code === null ? origin.at : null, fault: code }
  await deps.store.db.transaction().execute(async (tx) => {
    await changeKeyRotation(tx, row.org_id, row.id, change)
    const outcome = code === null ? 'done' : code === 'upstream-unsupported' ? 'refused' : 'unknown'
    await record(tx, origin, 'key.previous-ended', {
      ...rotationData(row),
      outcome,
      ...(code === null ? {} : { code }),
    })
  })
  return { ...row, ...change }
}
