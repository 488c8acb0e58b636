/**
 * The one-time form of `/stop`: the server mints the operation id into it, bound to person and org, so that a double tap is
 * one act and a form of another person, another org, or of last week sends nothing.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Secret } from '@/lib/domain/secret'

/** A page left open longer than this has to be confirmed again before it stops anything. */
export const STOP_FORM_MS = 12 * 3_600_000
/** A clock that was set back a little makes no form foreign. */
const EARLY_MS = 5 * 60_000

export type StopForm = { operationId: string; issuedAt: number; seal: string }
/** `selection`: the frozen devices that a form stops; without it the form stops the whole org. */
type Bound = { userId: string; orgId: string; selection?: SelectionRef }
export type SelectionRef = { selectionId: string; digest: string }

export const NOT_SENT = {
  stale: 'That page was open for too long. Nothing was sent. Press again here.',
  foreign: 'That form was not made for you and this org. Nothing was sent. Press again here.',
}

export function mintStopForm(secret: Secret, bound: Bound, now: number): StopForm {
  const operationId = randomUUID()
  return { operationId, issuedAt: now, seal: sealOf(secret, bound, operationId, now) }
}

/** `stale`: ours, but too old, or from a time that the clock has not reached. `foreign`: of another person or program. */
export function checkStopForm(
  secret: Secret,
  bound: Bound,
  form: StopForm,
  now: number,
): 'valid' | 'stale' | 'foreign' {
  const expected = Buffer.from(sealOf(secret, bound, form.operationId, form.issuedAt))
  const given = Buffer.from(form.seal)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'foreign'
  return now - form.issuedAt > STOP_FORM_MS || form.issuedAt - now > EARLY_MS ? 'stale' : 'valid'
}

function sealOf(secret: Secret, { userId, orgId, selection }: Bound, operationId: string, issuedAt: number): string {
  const what = selection ? ['stop-selection-form', selection.selectionId, selection.digest] : ['stop-form']
  return createHmac('sha256', secret.reveal())
    .update(JSON.stringify([...what, userId, orgId, operationId, issuedAt]))
    .digest('base64url')
}

const Fields = z.object({
  operation: z.uuid(),
  issued: z.coerce.number().int().positive(),
  seal: z.string().min(20).max(100),
})

/** One org's hidden fields; null for anything else. */
export function stopFormOf(form: URLSearchParams | null): StopForm | null {
  const { success, data } = Fields.safeParse(Object.fromEntries(form ?? []))
  return success ? { operationId: data.operation, issuedAt: data.issued, seal: data.seal } : null
}

const SelectionFields = z.object({ selection: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

/** The hidden fields of a form that stops a selection; null for anything else. */
export function selectionFormOf(form: URLSearchParams | null): { form: StopForm; selection: SelectionRef } | null {
  const own = stopFormOf(form)
  const { data } = SelectionFields.safeParse(Object.fromEntries(form ?? []))
  return own && data ? { form: own, selection: { selectionId: data.selection, digest: data.digest } } : null
}

/** The form of one org inside the form that stops all of them. */
export const packStopForm = (slug: string, { operationId, issuedAt, seal }: StopForm): string =>
  [slug, operationId, issuedAt, seal].join(':')

export function unpackStopForm(packed: string): { slug: string; form: StopForm } | null {
  const [slug = '', operation, issued, seal] = packed.split(':')
  const { success, data } = Fields.safeParse({ operation, issued, seal })
  return success && slug
    ? { slug, form: { operationId: data.operation, issuedAt: data.issued, seal: data.seal } }
    : null
}
