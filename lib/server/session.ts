/** The person of a request: from the cookie to a session row, read anew each time. */
import { parseCookie } from 'cookie'
import { getToken } from 'next-auth/jwt'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import type { Actor } from '@/lib/domain/actor'
import { loadActor } from '@/lib/services/access/load-actor'
import { cannotRead } from '@/lib/services/service'
import type { Console } from './console'
import { sessionCookie } from './request/cookie-name'

/**
 * The signed-in person, or null. `used`: the request counts as use of the session. @throws AppError `unavailable` when the store cannot be read: the cookie stays, a fault signs
 * no person out.
 */
export async function readActor(
  { config, deps }: Console,
  headers: Headers,
  { used }: { used: boolean },
): Promise<Actor | null> {
  const sessionId = await readSessionId(config, headers)
  if (sessionId === null) return null
  try {
    return await loadActor(deps, sessionId, { used })
  } catch (cause) {
    throw cannotRead(cause)
  }
}

/**
 * The person who requests something under the stop permission: as for `/stop`, memory is enough while the store cannot be read. A session
 * that only memory has is good for nothing but `/stop`. @throws as `readActor`.
 */
export async function readStoppingActor(
  console: Console,
  headers: Headers,
  options: { used: boolean },
): Promise<{ actor: Actor; fromMemory: boolean } | null> {
  const who = await readStopActor(console, headers, options)
  if (!who?.stopOnly) return who && { actor: who.actor, fromMemory: false }
  return (await isStopOnlySession(console, headers))
    ? null
    : { actor: { ...who.actor, isIdle: true }, fromMemory: true }
}

/** How long `/stop` waits for the store to return the person of a request, in ms. */
const WHO_WAIT_MS = 300
const WHO_WAIT_MAX_MS = 3_000

/**
 * The person who requests `/stop`. If the store does not answer in time, or could not take the sign-in: the
 * person whom memory has for the session, with the stop permission alone (`stopOnly`). Null: sign in.
 */
export async function readStopActor(
  { config, deps }: Console,
  headers: Headers,
  { used }: { used: boolean },
): Promise<{ actor: Actor; stopOnly: boolean } | null> {
  const sessionId = await readSessionId(config, headers)
  if (sessionId === null) return null
  const inMemory = () => deps.stopSessions.find(sessionId, deps.clock.now())
  const loading = loadActor(deps, sessionId, { used })
  try {
    let loaded = await withTimeout(loading, WHO_WAIT_MS)
    // Memory has no person for this session: wait longer, because a slow store is better than none.
    if (loaded === TIMED_OUT && !inMemory()) loaded = await withTimeout(loading, WHO_WAIT_MAX_MS)
    if (loaded !== TIMED_OUT && loaded !== null) return { actor: loaded, stopOnly: false }
    const actor = inMemory()
    if (actor) return { actor, stopOnly: true }
    if (loaded === null) return null
    throw new Error('the store was late')
  } catch (cause) {
    const actor = inMemory()
    if (actor) return { actor, stopOnly: true }
    throw cannotRead(cause)
  }
}

/** True for a session that exists in memory only: it permits the stop and nothing else. */
export async function isStopOnlySession({ config, deps }: Console, headers: Headers): Promise<boolean> {
  const sessionId = await readSessionId(config, headers)
  return sessionId !== null && deps.stopSessions.isStopOnly(sessionId, deps.clock.now())
}

/** The id in the cookie, of a session that is open or not; null without a valid cookie. */
export async function readSessionId(config: Console['config'], headers: Headers): Promise<string | null> {
  const { name, secure } = sessionCookie(config)
  const cookies = parseCookie(headers.get('cookie') ?? '')
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
