import { encode } from 'next-auth/jwt'
import { SESSION_MS, signIn } from '@/lib/services/access/sign-in'
import type { Console } from '../console'
import { addressOf } from '../request/address'
import { setCookie } from '../request/cookie-name'
import { knownBrowsers, rememberBrowser } from '../request/known-browser'

/**
 * Signs in the person who just made an account with this password, as the sign-in page would. Gives the cookies to set; none where
 * that failed, and the person then signs in by hand.
 */
export async function signInNewPerson(
  { config, deps }: Console,
  request: Request,
  { email, password }: { email: string; password: string },
): Promise<string[]> {
  const cookies = request.headers.get('cookie')
  const now = deps.clock.now()
  const signedIn = await signIn(deps, {
    email,
    password,
    address: addressOf(request.headers, config),
    browsers: knownBrowsers(config, cookies, now),
    device: request.headers.get('user-agent'),
  }).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'a new person could not be signed in')
    return null
  })
  if (!signedIn) return []
  const seconds = SESSION_MS / 1_000
  const { userId, sessionId } = signedIn
  const value = await encode({ token: { sub: userId, sessionId }, secret: config.authSecret.reveal(), maxAge: seconds })
  return [setCookie('session', config, { value, seconds }), rememberBrowser(config, cookies, userId, now)]
}
