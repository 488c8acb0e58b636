/** What the console's API accepts, parsed at the edge. Server-side only: zod stays out of the browser's bundle. */
import { z } from 'zod'
import { LISTED_ID_CHARS_MAX, LISTED_ID_RULE, readListedId } from './ids/listed-id'
import { IDS_MAX, REASON_CHARS_MAX, SELECTION_IDS_MAX, SELECTOR_CHARS_MAX } from './limits'
import { OPERATION_KINDS } from './operation'

/** The text of the longest id, each character of it escaped. */
const TYPED_CHARS_MAX = 6 * LISTED_ID_CHARS_MAX + 16

/** A device by its id as listed. Nothing is trimmed: another id is another device. */
export const ListedId = z.string().transform((value, context) => {
  const id = readListedId(value)
  if (id !== null) return id
  context.addIssue({ code: 'custom', message: LISTED_ID_RULE })
  return z.NEVER
})

/** A stop is never refused for a character of its reason that no database keeps: that one is replaced. */
const Reason = z
  .string()
  .trim()
  .max(REASON_CHARS_MAX, `a reason has at most ${REASON_CHARS_MAX} characters`)
  .overwrite((text) => text.replaceAll('\0', '\ufffd'))
const SelectorText = z.string().max(SELECTOR_CHARS_MAX, `a selector has at most ${SELECTOR_CHARS_MAX} characters`)

/** Freezes a selector, or ticked ids, into a selection. */
export const CreateSelection = z.union([
  z.strictObject({ selector: SelectorText }),
  z.strictObject({ ids: z.array(ListedId).min(1).max(SELECTION_IDS_MAX) }),
])
export type CreateSelection = z.infer<typeof CreateSelection>

const Target = z.union([
  z.strictObject({ selectionId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ ids: z.array(ListedId).min(1).max(IDS_MAX) }),
  z.strictObject({ selector: SelectorText }),
])

const FenceEnds = z
  .strictObject({
    endsAt: z.iso.datetime({ offset: true }).optional(),
    remindAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(
    ({ endsAt, remindAt }) => endsAt !== undefined || remindAt !== undefined,
    'a fence needs an end or a reminder',
  )

/**
 * Starts an operation. `id` is minted by the caller and is the idempotency key. `target` is absent for `disable` and
 * `enable`, and for an undo (`undoes`), whose devices are those of the operation taken back. `releases` names the
 * operations of others whose holds a restore may release; `typed` is the device id or org name that a removal requires.
 * `startAt` lets it begin later; `staged` restores one device per role, then a tenth, then all.
 * `rehearsal`: a revoke of one device, or a disable of a throwaway org, to see agents stop, and to be taken back; or a register of one
 * device on such an org.
 * `fence` keeps a revoke in force: a device that matches its selector later is revoked when seen, until it ends or is lifted.
 */
export const StartOperation = z.strictObject({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  target: Target.optional(),
  reason: Reason.optional(),
  undoes: z.uuid().optional(),
  releases: z.array(z.uuid()).max(100).optional(),
  typed: z.string().max(TYPED_CHARS_MAX).optional(),
  fence: FenceEnds.optional(),
  startAt: z.iso.datetime({ offset: true }).optional(),
  staged: z.boolean().optional(),
  rehearsal: z.literal(true).optional(),
})
export type StartOperation = z.infer<typeof StartOperation>

/** Pauses, continues, cancels, ends an operation, or tries it again. `reason`: where that starts agents again. */
export const ControlOperation = z.strictObject({
  operation: z.uuid('that is not an operation id'),
  reason: Reason.optional(),
})

export const AddReason = z.strictObject({ reason: Reason.min(1, 'a reason is needed') })
export type AddReason = z.infer<typeof AddReason>
