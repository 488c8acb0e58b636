import { AppError } from '@/lib/domain/errors'

/** The sentence to show for any thrown value. */
export function errorDetail(error: unknown): string {
  return error instanceof AppError ? error.detail : 'Something failed in this page. Reload it to go on.'
}

/** True for the refusal that a recent sign-in cures. */
export function wantsRecentSignIn(error: unknown): boolean {
  return error instanceof AppError && error.code === 'forbidden' && /sign-in|your password/i.test(error.detail)
}
