import { InvalidInput } from '@/lib/domain/errors'
import type { PointedError } from './selector-error-line'

/** The fault of the text: its own grammar first, then what the server says of its meaning. */
export function pointedError(local: PointedError | null, remote: unknown): PointedError | null {
  if (local) return local
  if (!(remote instanceof InvalidInput)) return null
  const [issue] = remote.issues
  return { message: issue?.message ?? remote.detail, position: issue?.position }
}
