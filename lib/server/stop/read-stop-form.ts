/** Reads the hidden fields of a stop form; null for anything that is not one. */
import { z } from 'zod'
import type { StopForm } from './stop-form'

const FORM_BYTES_MAX = 4_096

const Fields = z.object({
  operation: z.uuid(),
  issued: z.coerce.number().int().positive(),
  seal: z.string().min(20).max(100),
})

export async function readStopForm(request: Request): Promise<StopForm | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) return null
  if (Number(request.headers.get('content-length') ?? FORM_BYTES_MAX + 1) > FORM_BYTES_MAX) return null
  const parsed = Fields.safeParse(Object.fromEntries(new URLSearchParams(await request.text())))
  if (!parsed.success) return null
  const { operation, issued, seal } = parsed.data
  return { operationId: operation, issuedAt: issued, seal }
}
