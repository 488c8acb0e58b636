/** Who asks: from the cookie to a session row, read anew on every request. */
import { getToken } from 'next-auth/jwt'
import { AppError } from '@/lib/domain/errors'
import { loadActor } from '@/lib/services/access/sign-in'
import type { Actor } from '@/lib/services/context'
import { sessionCookie } from './auth'
import type { Console } from './composition'

/**
 * The signed-in person, or null. @throws AppError `unavailable` when the store cannot be read: the cookie stays, nobody is
 * signed out by a fault.
 */
export async function readActor({ config, deps }: Console, headers: Headers): Promise<Actor | null> {
  const sessionId = await readSessionId(config, headers)
  if (sessionId === null) return null
  try {
    return await loadActor(deps, sessionId)
  } catch (cause) {
    throw new AppError(
      'unavailable',
      'The console cannot read its own database right now. You are still signed in; try again.',
      { cause },
    )
  }
}

async function readSessionId(config: Console['config'], headers: Headers): Promise<string | null> {
  const { name, secure } = sessionCookie(config)
  const cookies = parseCookies(headers.get('cookie') ?? '')
  // next-auth only looks at the cookies; a Bearer header is no session.
  const request = { cookies, headers: {} } as unknown as Parameters<typeof getToken>[0]['req']
  const token = await getToken({
    req: request,
    cookieName: name,
    secureCookie: secure,
    secret: config.authSecret.reveal(),
  }).catch(() => null)
  return typeof token?.sessionId === 'string' ? token.sessionId : null
}

function parseCookies(header: string): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0) cookies[pair.slice(0, at).trim()] = pair.slice(at + 1).trim()
  }
  return cookies
}
