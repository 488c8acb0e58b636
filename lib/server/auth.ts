/**
 * next-auth with e-mail and password. The token carries nothing but the id of a session row; every request reads that row
 * again, so whoever is removed is out at once. The `jwt` callback touches no database: an error there would clear the
 * cookie, and a database blip must not sign anybody out.
 */
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { AppError } from '@/lib/domain/errors'
import { addressOf } from './address'
import { type Console, getConsole } from './composition'
import type { Config } from './config'
import { isSafePath } from './safe-path'
import { signInFaultCode } from './sign-in-faults'

const MAX_AGE_SECONDS = 30 * 86_400

/**
 * `__Host-` where there is TLS: no other host, path or plain connection can set it. A browser gives one host's cookies to
 * every port, so the port is part of the name: two consoles on one host do not sign each other out.
 */
function cookieName(kind: 'session' | 'csrf' | 'callback', { publicUrl }: Pick<Config, 'publicUrl'>): string {
  const { protocol, port } = new URL(publicUrl)
  return `${protocol === 'https:' ? '__Host-' : ''}machineid-${kind}${port === '' ? '' : `-${port}`}`
}

export const sessionCookie = (config: Pick<Config, 'publicUrl'>): { name: string; secure: boolean } => ({
  name: cookieName('session', config),
  secure: config.publicUrl.startsWith('https:'),
})

export function authOptions({ config, deps, signIns }: Console): NextAuthOptions {
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
          const email = String(credentials?.email ?? '')
          const password = String(credentials?.password ?? '')
          const address = addressOf(new Headers(request.headers as Record<string, string>), config)
          const session = await signIns.attempt(deps, { email, password, address }).catch((error) => {
            if (!(error instanceof AppError)) deps.log.error({ err: error }, 'a sign-in failed')
            // The framework writes the message into an address.
            throw new Error(signInFaultCode(error))
          })
          return session && { id: session.userId, sessionId: session.sessionId }
        },
      }),
    ],
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
