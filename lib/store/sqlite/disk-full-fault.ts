import { AppError } from '@/lib/domain/errors'

const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])

/**
 * The sentence for a database that could not be opened because its disk, or this user's share of it, is full; null for any other fault.
 * Looks through the causes of an error.
 */
export function diskFullFault(error: unknown, path: string): AppError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: string }
    if (code === undefined || !FULL.has(code)) continue
    return new AppError(
      'internal',
      `The disk of ${path} is full (${code}): no stop could be recorded. Free at least 1 MB there, then start again.`,
      { cause: error },
    )
  }
  return null
}
