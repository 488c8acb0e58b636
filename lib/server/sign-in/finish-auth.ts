/**
 * The answer of the auth framework, with what the console adds to it: after a sign-in the cookie of a known browser, after a wrong
 * one the e-mail for the next form. If a sign-out cannot end the session's row, a copy of the cookie would still
 * be valid: the answer is a fault and the cookie stays.
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/domain/errors'
import type { Console } from '../console'
import { rememberBrowser } from '../request/known-browser'
import { keepTypedEmail } from '../request/typed-email'
import { problemResponse } from '../route'
import type { AuthVisit } from './auth'

export async function finishAuth(
  { config, deps }: Pick<Console, 'config' | 'deps'>,
  request: Request,
  { typedEmail, signedInAs, signOutFault }: AuthVisit,
  response: Response,
): Promise<Response> {
  if (signOutFault !== undefined) return stillSignedIn(signOutFault)
  if (typedEmail === undefined) return response
  const cookie =
    signedInAs === undefined
      ? await keepTypedEmail(config, typedEmail)
      : rememberBrowser(config, request.headers.get('cookie'), signedInAs, deps.clock.now())
  if (cookie === null) return response
  const headers = new Headers(response.headers)
  headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, headers })
}

const stillSignedIn = (cause: unknown) =>
  problemResponse(
    new AppError('unavailable', 'The console cannot write its own database, so you are still signed in. Try again.', {
      cause,
    }),
    randomUUID(),
  )
