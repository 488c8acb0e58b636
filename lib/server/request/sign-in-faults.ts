/**
 * Why a person cannot sign in, as a code in the address of the form and as the sentence that the form shows for it. Any other
 * text in an address is never shown: a stranger can send a person a link.
 */
import { RateLimited, tooManyAttempts } from '@/lib/domain/errors'
import type { SignInForm } from '@/lib/domain/wire/sign-in-form'
import { SIGN_IN_FAULTS, SignInFault } from '@/lib/services/access/sign-in-fault'

const SENTENCES: Readonly<Record<string, string>> = {
  CredentialsSignin: 'E-mail or password is not right, or an admin disabled the account. Try again, or ask an admin.',
  'form-expired': 'This form was open for too long, or your browser keeps no cookies of this console. Try again.',
  ...SIGN_IN_FAULTS,
}
const GENERAL = 'Sign-in did not work in the console itself. Try again in a moment.'
const WAIT = /^wait-(\d{1,4})$/

/** The code of a sign-in that has to wait. */
export const waitCode = (waitMs: number): string => `wait-${Math.ceil(waitMs / 1_000)}`

/** The code of what a sign-in threw. */
export function signInFaultCode(error: unknown): string {
  if (error instanceof RateLimited) return waitCode(error.retryAfterMs)
  return error instanceof SignInFault ? error.fault : 'internal'
}

/** The fault of a code in an address, for a script of ours. */
export function signInFault(code: string): NonNullable<SignInForm['fault']> {
  const seconds = WAIT.exec(code)?.[1]
  return { detail: signInFaultSentence(code), ...(seconds ? { retryAfterMs: Number(seconds) * 1_000 } : {}) }
}

/** The sentence of a code in an address; the general one for anything that is no code of ours. */
export function signInFaultSentence(code: string): string {
  const seconds = WAIT.exec(code)?.[1]
  if (seconds) return tooManyAttempts(Number(seconds))
  return Object.hasOwn(SENTENCES, code) ? (SENTENCES[code] as string) : GENERAL
}
