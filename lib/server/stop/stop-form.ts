/**
 * The one-time form of `/stop`: the server mints the operation id into it, bound to person and org, so that a double tap is
 * one act and a form of another person, another org, or of last week sends nothing.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Secret } from '@/lib/domain/secret'

/** A page left open longer than this asks again before it stops anything. */
export const STOP_FORM_MS = 12 * 3_600_000

export type StopForm = { operationId: string; issuedAt: number; seal: string }
type Bound = { userId: string; orgId: string }

export function mintStopForm(secret: Secret, bound: Bound, now: number): StopForm {
  const operationId = randomUUID()
  return { operationId, issuedAt: now, seal: sealOf(secret, bound, operationId, now) }
}

/** `stale`: ours, but too old. `foreign`: of another person or org, or made up. */
export function checkStopForm(
  secret: Secret,
  bound: Bound,
  form: StopForm,
  now: number,
): 'valid' | 'stale' | 'foreign' {
  const expected = Buffer.from(sealOf(secret, bound, form.operationId, form.issuedAt))
  const given = Buffer.from(form.seal)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'foreign'
  return now - form.issuedAt > STOP_FORM_MS ? 'stale' : 'valid'
}

function sealOf(secret: Secret, { userId, orgId }: Bound, operationId: string, issuedAt: number): string {
  return createHmac('sha256', secret.reveal())
    .update(JSON.stringify(['stop-form', userId, orgId, operationId, issuedAt]))
    .digest('base64url')
}
