/**
 * A rotation from its call to the key that works. The new key counts once it has answered: until then nothing of the console uses it, no
 * person is shown it, and the previous key goes on working, because with it a new key that was lost is replaced by another.
 */
import { originOf } from '@/lib/audit/audit-log'
import { pauseAt } from '@/lib/concurrency/pause-at'
import { withTimeout } from '@/lib/concurrency/with-timeout'
import { UpstreamError } from '@/lib/domain/errors'
import { sentOverlap } from '@/lib/domain/keys/rotation'
import type { Secret } from '@/lib/domain/secret'
import type { RotatedKey } from '@/lib/machineid/keys/key-rotation'
import { putOrgKey } from '@/lib/store/orgs'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import type { OrgContext } from '../context'
import { type Outcome, settleRotation } from './settle-rotation'

/** Faults after which it is certain that nothing changed. */
const CERTAIN = new Set(['upstream-denied', 'upstream-unsupported', 'upstream-key-rejected'])
/** Calls under way when a key is replaced have ended by then, but for the reading of a very long list. */
const CALLS_END_MS = 12_000
/** Pauses between the tries to reach the authority with the new key, and to write it down. */
const PAUSES_MS = [200, 1_000, 3_000]

export type RanRotation = { row: KeyRotationRow; key: Secret | null }

/** @returns the rotation as it ended; `key` where it is done. @throws UpstreamError where the authority refused it, and nothing changed. */
export async function runRotation(context: OrgContext, row: KeyRotationRow): Promise<RanRotation> {
  let made: RotatedKey
  try {
    made = await send(context, row)
  } catch (error) {
    const code = error instanceof UpstreamError ? error.code : 'internal'
    const refused = CERTAIN.has(code)
    const settled = await settle(context, row, { outcome: refused ? 'refused' : 'unknown', fault: code })
    if (refused) throw error
    return { row: settled, key: null }
  }
  const fault = await askWith(context, row, made.key)
  if (fault !== null) return { row: await settle(context, row, { outcome: 'unknown', fault }), key: null }
  const { agentKeyId: newKeyId = null, previousKeyValidUntil: previousUntil = null } = made
  const orgKey = row.kind === 'org' ? made.key : null
  const settled = await settle(context, row, { outcome: 'done', newKeyId, previousUntil }, orgKey)
  // The previous key must not end under a call that is made with it.
  if (orgKey) await withTimeout(context.deps.orgs.swapKey(context.org, orgKey), CALLS_END_MS)
  return { row: settled, key: made.key }
}

const send = ({ org }: OrgContext, { kind, key_id, overlap_seconds }: KeyRotationRow): Promise<RotatedKey> =>
  org.connection.client.rotateKey({
    kind,
    overlapSeconds: sentOverlap(overlap_seconds),
    ...(key_id === null ? {} : { agentKeyId: key_id }),
  })

/** Asks the authority with the new key. @returns why it did not answer with it, null if it did. */
async function askWith({ deps, org }: OrgContext, { kind }: KeyRotationRow, key: Secret): Promise<string | null> {
  for (let tries = 0; ; tries += 1) {
    try {
      await deps.orgs.tryKey(org.row, key, kind)
      return null
    } catch (error) {
      const isFinal = error instanceof UpstreamError && CERTAIN.has(error.code)
      if (isFinal || tries === PAUSES_MS.length) return 'new-key-silent'
      await deps.pause(pauseAt(PAUSES_MS, tries))
    }
  }
}

/**
 * Writes what became of the rotation, and the org key that goes with it. What cannot be written is true all the same: it is tried again
 * until it is written or the console ends, and `fault` says so meanwhile. A new org key is used at once, because the previous one ends soon.
 */
async function settle(context: OrgContext, row: KeyRotationRow, ended: Outcome, orgKey: Secret | null = null) {
  const written = await tryToWrite(context, row, ended, orgKey, PAUSES_MS.length)
  if (written) return written
  void tryToWrite(context, row, ended, orgKey, Number.POSITIVE_INFINITY)
  const { outcome: state, previousUntil = null, newKeyId = null } = ended
  return { ...row, state, previous_until: previousUntil, new_key_id: newKeyId, fault: 'not-written' }
}

/** @returns null where it could not be written in so many tries, or the console is about to end. */
async function tryToWrite(
  context: OrgContext,
  row: KeyRotationRow,
  ended: Outcome,
  orgKey: Secret | null,
  triesMax: number,
): Promise<KeyRotationRow | null> {
  const { deps, org } = context
  for (let tries = 0; !deps.closing.aborted; tries += 1) {
    try {
      return await write(context, row, ended, orgKey)
    } catch (error) {
      deps.log.error({ err: error, org: org.row.slug, rotation: row.id }, 'the outcome of a rotation is not written')
      if (tries >= triesMax) return null
      await deps.pause(pauseAt(PAUSES_MS, tries))
    }
  }
  return null
}

/** One transaction: the outcome is written with the key, or neither. */
function write({ deps, org, ...context }: OrgContext, row: KeyRotationRow, ended: Outcome, orgKey: Secret | null) {
  const origin = originOf({ deps, ...context }, org.row.id)
  return deps.store.db.transaction().execute(async (tx) => {
    if (orgKey) await putOrgKey(tx, org.row.id, deps.vault.seal(org.row.id, orgKey), origin.at)
    return settleRotation(tx, origin, row, ended)
  })
}
