/** What a session is: a row that every request reads again. */

import type { Actor } from '@/lib/domain/actor'
import { findLiveSession, rolesOf, touchSession } from '@/lib/store/people'
import type { Deps } from '../context'

export const IDLE_MS = 7 * 86_400_000
const TOUCH_EVERY_MS = 60_000

/** The person behind a session, with today's roles; null when the session is over. */
export async function loadActor(deps: Deps, sessionId: string): Promise<Actor | null> {
  const now = deps.clock.now()
  const memory = deps.stopSessions
  memory.keepUp(deps, IDLE_MS)
  const session = await findLiveSession(deps.store.reads, sessionId, now)
  if (!session || now - session.last_seen_at > IDLE_MS) {
    memory.forget(sessionId)
    return null
  }
  if (now - session.last_seen_at > TOUCH_EVERY_MS) touch(deps, sessionId, now)
  const roles = await rolesOf(deps.store.reads, session.user_id)
  const actor: Actor = {
    userId: session.user_id,
    name: session.name,
    email: session.email,
    sessionId,
    authenticatedAt: session.authenticated_at,
    roles: new Map(roles.map(({ org_id, role }) => [org_id, role])),
  }
  memory.remember(sessionId, actor)
  return actor
}

/** No request waits for it, and a store that cannot be written must not end a session. */
const touch = (deps: Deps, sessionId: string, now: number): void =>
  void touchSession(deps.store.db, sessionId, now).catch(() => undefined)
