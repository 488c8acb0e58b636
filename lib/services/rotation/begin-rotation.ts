import { originOf, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { sentOverlap } from '@/lib/domain/keys/rotation'
import type { AgentKey } from '@/lib/machineid/keys/agent-access'
import { findKeyRotation, insertKeyRotation, openKeyRotations } from '@/lib/store/key-rotations/key-rotations'
import type { Db } from '@/lib/store/rows/db'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import type { OrgContext } from '../context'
import { rotationData } from './rotation-data'
import { settleRotation } from './settle-rotation'

export type WantedRotation = Pick<KeyRotationRow, 'id' | 'kind' | 'key_id' | 'overlap_seconds' | 'reason' | 'recovers'>

/**
 * Writes down that a key is to be rotated, before anything is sent: where this cannot be written, nothing is. A rotation whose outcome
 * is not known has to be recovered before another one of the org begins.
 * @returns the rotation; not a new one if the form was sent before, or if nothing is left of the one to recover.
 * @throws AppError `conflict` with what prevents it, `not-found` for an agent key that does not work.
 */
export async function beginRotation(
  context: OrgContext,
  wanted: WantedRotation,
): Promise<{ row: KeyRotationRow; isNew: boolean }> {
  const { deps, org, actor } = context
  const lost = wanted.recovers === null ? undefined : await findLost(deps.store.db, org.row.id, wanted)
  const key = wanted.kind === 'org' ? null : await findAgentKey(context, wanted.key_id, lost)
  if (key === undefined && lost) return { row: await closeLost(context, lost), isNew: false }
  if (key === undefined)
    throw new AppError(
      'not-found',
      'No agent key of this id works for agents: it was replaced or revoked, or is for enrolment. Nothing was changed.',
    )
  const now = deps.clock.now()
  const row: KeyRotationRow = {
    ...wanted,
    org_id: org.row.id,
    key_id: key?.id ?? null,
    key_name: key?.name ?? null,
    new_key_id: null,
    user_id: actor.userId,
    actor_name: actor.name,
    requested_at: now,
    // The authority lets no key run longer because it is replaced again: what counts is the first call that may have been made.
    recover_before: lost?.recover_before ?? now + sentOverlap(wanted.overlap_seconds) * 1_000,
    state: 'requested',
    settled_at: null,
    previous_until: null,
    previous_ended_at: null,
    fault: null,
  }
  return deps.store.db.transaction().execute(async (tx) => {
    // Pressed twice: the first one is under way.
    const known = await findKeyRotation(tx, org.row.id, wanted.id)
    if (known) return { row: known, isNew: false }
    const [other] = (await openKeyRotations(tx, org.row.id)).filter(({ id }) => id !== wanted.recovers)
    if (other) throw new AppError('conflict', conflictWords(other))
    await insertKeyRotation(tx, row)
    await record(tx, originOf(context, org.row.id), 'key.rotation-requested', rotationData(row), row.reason)
    return { row, isNew: true }
  })
}

/** A lost rotation of an agent key that was revoked meanwhile: no key is left that could be unknown. */
const closeLost = ({ deps, org, ...context }: OrgContext, lost: KeyRotationRow): Promise<KeyRotationRow> =>
  deps.store.db
    .transaction()
    .execute((tx) => settleRotation(tx, originOf({ deps, ...context }, org.row.id), lost, { outcome: 'closed' }))

const conflictWords = ({ state, actor_name }: KeyRotationRow): string =>
  state === 'requested'
    ? `${actor_name} is rotating a key of this org at this moment. Wait for its outcome. Nothing was changed.`
    : `What became of the rotation by ${actor_name} is not known. Recover it first. Nothing was changed.`

async function findLost(db: Db, orgId: string, { kind, recovers }: WantedRotation): Promise<KeyRotationRow> {
  const lost = await findKeyRotation(db, orgId, recovers as string)
  if (lost?.state === 'unknown' && lost.kind === kind) return lost
  throw new AppError('conflict', 'There is no such rotation with an unknown outcome. Nothing was changed.')
}

/**
 * The key to replace: the one that is meant, or the one that a rotation whose reply was lost has put in its place. One for enrolment is
 * none of them: it answers to nothing that could show that it works, and another can be added before it is revoked.
 * @returns undefined where it works no more.
 */
async function findAgentKey(
  { org }: OrgContext,
  keyId: string | null,
  lost?: KeyRotationRow,
): Promise<AgentKey | undefined> {
  const keys = await org.connection.client.agentKeys()
  const current = keys.filter(({ validUntil, use }) => !validUntil && (use ?? 'agent') === 'agent')
  return current.find(({ id }) => id === (lost?.key_id ?? keyId)) ?? successorOf(current, lost)
}

const successorOf = (current: AgentKey[], lost?: KeyRotationRow): AgentKey | undefined =>
  lost && current.find(({ name }) => name !== undefined && name === lost.key_name)
