/**
 * Use cases over the rotation of a key. Friction as for a removal: an admin, a reason, a recent sign-in, and the address of the org typed.
 * The text of an agent key passes through here into one answer; it is neither kept nor logged nor recorded.
 */
import { z } from 'zod'
import { AppError, InvalidInput, UpstreamError } from '@/lib/domain/errors'
import { isTyped } from '@/lib/domain/ids/shown-id'
import { OVERLAP_MAX_S, OVERLAP_MIN_S, ROTATED_KINDS } from '@/lib/domain/keys/rotation'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import { textTime } from '@/lib/domain/time/text-time'
import type { Rotated, Rotations } from '@/lib/domain/wire/rotation'
import { findKeyRotation, listKeyRotations } from '@/lib/store/key-rotations/key-rotations'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import type { OrgContext } from '../context'
import { requireOrgFriction } from '../friction'
import { service } from '../service'
import { beginRotation } from './begin-rotation'
import { endPreviousKey } from './end-previous'
import { runRotation } from './run-rotation'
import { viewRotation } from './view-rotation'

const SHOWN_MAX = 20
/** The list of rotations is needed most while the authority does not answer. */
const ASK_MS = 2_000

const Overlap = z
  .number()
  .int()
  .refine((seconds) => seconds === 0 || (seconds >= OVERLAP_MIN_S && seconds <= OVERLAP_MAX_S), {
    message: `the overlap is 0, or ${OVERLAP_MIN_S} to ${OVERLAP_MAX_S} seconds`,
  })
const Reason = z.string().trim().max(REASON_CHARS_MAX)
const Typed = z.string().max(200)

export const listRotations = service({
  permission: 'see-keys',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<Rotations> {
    const rows = await listKeyRotations(deps.store.reads, org.row.id, SHOWN_MAX)
    return { rotations: rows.map(viewRotation), agentsHoldOrgKey: await agentsHoldOrgKey(org) }
  },
})

/**
 * Rotates a key. `id`: minted by the form; a repeat answers what became of the first and never has the text again. `recovers`: the
 * rotation whose outcome is not known, which is done again under the key that worked before it.
 */
export const rotateKey = service({
  permission: 'administer',
  input: z.strictObject({
    id: z.uuid(),
    kind: z.enum(ROTATED_KINDS),
    keyId: z.string().min(1).max(128).nullable(),
    overlapSeconds: Overlap,
    reason: Reason,
    typed: Typed,
    recovers: z.uuid().nullable().default(null),
  }),
  async run(context, { id, kind, keyId, overlapSeconds, reason, typed, recovers }): Promise<Rotated> {
    requireOrgFriction(context, reason)
    requireTyped(context, typed)
    if (kind === 'agent' && keyId === null) throw fieldFault('keyId', 'Say which agent key. Nothing was changed.')
    const { deps, org } = context
    const known = await findKeyRotation(deps.store.db, org.row.id, id)
    if (known) return repeated(known)
    const wanted = { id, kind, key_id: keyId, overlap_seconds: overlapSeconds, reason, recovers }
    const begun = await beginRotation(context, wanted)
    if (!begun.isNew) return repeated(begun.row)
    const { row, key } = await runRotation(context, begun.row)
    // What is not written down could be lost: then the previous key is what finds another one.
    const ended = key && overlapSeconds === 0 && row.fault === null ? await endPreviousKey(context, row) : row
    const isShown = key !== null && (kind === 'agent' || (await agentsHoldOrgKey(org)) !== false)
    return { rotation: viewRotation(ended), text: isShown ? key.reveal() : null }
  },
})

/** Ends the key that a rotation replaced now, though its overlap is not over. */
export const endPrevious = service({
  permission: 'administer',
  input: z.strictObject({ rotation: z.uuid(), reason: Reason, typed: Typed }),
  async run(context, { rotation, reason, typed }): Promise<Rotated> {
    requireOrgFriction(context, reason)
    requireTyped(context, typed)
    const { deps, org } = context
    const row = await findKeyRotation(deps.store.db, org.row.id, rotation)
    if (row?.state !== 'done')
      throw new AppError('not-found', 'There is no such rotation that is done. Nothing was changed.')
    const ended = row.previous_ended_at === null ? await endPreviousKey(context, row) : row
    if (ended.previous_ended_at === null) throw new AppError('upstream-unavailable', notEnded(ended))
    return { rotation: viewRotation(ended), text: null }
  },
})

/** What a form hears that is sent again. @throws AppError for one that was refused: that nothing changed is no success. */
function repeated(row: KeyRotationRow): Rotated {
  if (row.state === 'refused')
    throw new AppError('upstream-denied', 'The authority refused this rotation. Nothing was changed.')
  return { rotation: viewRotation(row), text: null }
}

const notEnded = ({ fault, previous_until }: KeyRotationRow): string => {
  const until = previous_until === null ? 'until its overlap is over' : `until ${textTime(previous_until)}`
  return fault === 'upstream-unsupported'
    ? `This authority cannot end the previous key before its time. It works ${until}.`
    : `Whether the previous key has ended is not known: the authority gave no clear answer. It works ${until} at the latest.`
}

function requireTyped({ org }: OrgContext, typed: string): void {
  const { slug } = org.row
  if (!isTyped(typed, slug)) throw fieldFault('typed', `Type ${slug} to go on. Nothing was changed.`)
}

const fieldFault = (path: string, message: string) => new InvalidInput(message, [{ path, message }])

/** Whether this authority has no key but the org key; null if it could not be asked. */
async function agentsHoldOrgKey({ authority, connection }: OrgContext['org']): Promise<boolean | null> {
  if (authority.kind === 'embedded') return false
  try {
    await connection.client.agentKeys({ timeoutMs: ASK_MS })
    return false
  } catch (error) {
    return error instanceof UpstreamError && error.code === 'upstream-unsupported' ? true : null
  }
}
