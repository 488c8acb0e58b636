import { AppError } from '@/lib/domain/errors'

/** Code → what a person reads whom the console cannot let in, though the password may be right. */
export const SIGN_IN_FAULTS = {
  'store-unreadable':
    'The console cannot read its own database, so no sign-in works now. A person who is signed in already can stop at /stop.',
  'store-unwritable':
    'The console cannot write its own database: only people who may stop can sign in now, to stop and nothing else.',
} as const

/** A sign-in that the console cannot make. The form is given its `fault`, never its sentence. */
export class SignInFault extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof AppError && value.name === 'SignInFault'
  }

  override readonly name = 'SignInFault'

  constructor(readonly fault: keyof typeof SIGN_IN_FAULTS) {
    super('unavailable', SIGN_IN_FAULTS[fault])
  }
}
