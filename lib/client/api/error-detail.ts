import { AppError, InvalidInput, SignInTooOld } from '@/lib/domain/errors'

/** The sentence to show for any thrown value. */
export function errorDetail(error: unknown): string {
  return error instanceof AppError ? error.detail : 'Something failed in this page. Reload it to go on.'
}

/** True if what was asked for is not there. */
export const isNotFound = (error: unknown): boolean => error instanceof AppError && error.code === 'not-found'

/** True for the refusal of a call whose session has ended, or is good for stopping only. */
export const isSignedOutError = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'unauthenticated'

/** True for the refusal that a recent sign-in cures. */
export const wantsRecentSignIn = (error: unknown): boolean => error instanceof SignInTooOld

/** The sentence of a refusal that a reason resolves, as shown under the field; null for any other error. */
export function missingReason(error: unknown): string | null {
  if (!(error instanceof InvalidInput)) return null
  const issue = error.issues.find(({ path }) => path === 'reason')
  return issue ? issue.message.replace(/^./, (letter) => letter.toUpperCase()) : null
}

/** True for what the fields of a guarded act cure. */
export const isGuardError = (error: unknown): boolean => wantsRecentSignIn(error) || missingReason(error) !== null
