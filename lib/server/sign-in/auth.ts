/**
 * next-auth with e-mail and password. The token carries nothing but the id of a session row; every request reads that row
 * again, so a removed person is out at once. The `jwt` callback touches no database: an error there would clear the cookie,
 * and a short database fault must not sign a person out.
 */
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { AppError } from '@/lib/domain/errors'
import { signOut } from '@/lib/services/access/end-session'
import { SESSION_MS, signIn } from '@/lib/services/access/sign-in'
import { getConsole } from '../composition'
import type { Console } from '../console'
import { cookieName, sessionCookie } from '../request/cookie-name'
import { knownBrowsers } from '../request/known-browser'
import { isSafePath } from '../request/safe-path'
import { signInFaultCode } from '../request/sign-in-faults'
import { readSessionId } from '../session'

const MAX_AGE_SECONDS = SESSION_MS / 1_000

/** What came of one request to the framework, for the answer that goes out. */
export type AuthVisit = {
  /** The e-mail of a sign-in, as it was typed. */
  typedEmail?: string
  /** Id of the user who signed in. */
  signedInAs?: string
  /** Where the request came from. */
  address?: string | null
  /** Why the session's row could not be ended. */
  signOutFault?: unknown
}

/** @param visit what came of the request is left in it. */
export function authOptions({ config, deps }: Console, visit: AuthVisit = {}): NextAuthOptions {
  const { secure } = sessionCookie(config)
  const cookie = (kind: Parameters<typeof cookieName>[0]) => ({
    name: cookieName(kind, config),
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  })
  return {
    secret: config.authSecret.reveal(),
    session: { strategy: 'jwt', maxAge: MAX_AGE_SECONDS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: cookie('session'),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    logger: {
      error: (code) => deps.log.warn({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials, request) {
          const headers = new Headers(request.headers as Record<string, string>)
          const email = String(credentials?.email ?? '')
          visit.typedEmail = email
          const session = await signIn(deps, {
            email,
            password: String(credentials?.password ?? ''),
            address: visit.address ?? null,
            browsers: knownBrowsers(config, headers.get('cookie'), deps.clock.now()),
            device: headers.get('user-agent'),
            replaces: await readSessionId(config, headers),
          }).catch((error: unknown) => {
            if (!(error instanceof AppError)) deps.log.error({ err: error }, 'a sign-in failed')
            // The framework puts the message into the address of the sign-in page.
            throw new Error(signInFaultCode(error))
          })
          visit.signedInAs = session?.userId
          return session && { id: session.userId, sessionId: session.sessionId }
        },
      }),
    ],
    events: {
      async signOut({ token }) {
        const sessionId = token?.sessionId
        if (typeof sessionId !== 'string') return
        // The framework signs out whatever this event throws.
        await signOut(deps, sessionId, { address: visit.address ?? null, requestId: null }).catch((error: unknown) => {
          visit.signOutFault = error
        })
      },
    },
    callbacks: {
      jwt({ token, user }) {
        const sessionId = (user as { sessionId?: string } | undefined)?.sessionId
        return sessionId ? { sub: token.sub, sessionId } : token
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url
        return isSafePath(path) ? `${baseUrl}${path}` : baseUrl
      },
    },
  }
}

/** next-auth learns its own address from the environment only. */
export async function authConsole(): Promise<Console> {
  const console = await getConsole()
  process.env.NEXTAUTH_URL = console.config.publicUrl
  return console
}
