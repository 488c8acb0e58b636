/** What a session is: a row that every request reads again. */

import type { Actor } from '@/lib/domain/actor'
import { SESSION_IDLE_MS, STOP_ONLY_AFTER_MS, stopRolesOf } from '@/lib/domain/policy'
import { rolesOf } from '@/lib/store/people/members'
import { findLiveSession, touchSession } from '@/lib/store/people/sessions'
import type { Deps } from '../context'

type ActorDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'stopSessions'>

const TOUCH_EVERY_MS = 60_000

/**
 * The person behind a session, with today's roles; null when the session is over. `used`: a person does something with it. What a
 * page or a stream asks by itself is no use, so an open tab that no person touches becomes idle.
 */
export async function loadActor(deps: ActorDeps, sessionId: string, { used = false } = {}): Promise<Actor | null> {
  const now = deps.clock.now()
  const memory = deps.stopSessions
  memory.keepUp(deps, SESSION_IDLE_MS)
  const session = await findLiveSession(deps.store.reads, sessionId, now)
  if (!session || now - session.last_seen_at > SESSION_IDLE_MS) {
    memory.forget(sessionId)
    return null
  }
  const unusedMs = now - session.last_seen_at
  // If it was used in the future, the clock was set back since: by more than the limit, nothing is known of when it was used.
  const isIdle = Math.abs(unusedMs) > STOP_ONLY_AFTER_MS
  // Only a password brings an idle session back.
  if (used && !isIdle && (unusedMs > TOUCH_EVERY_MS || unusedMs < 0)) touch(deps, sessionId, now)
  const rows = await rolesOf(deps.store.reads, session.user_id)
  const roles = new Map(rows.map(({ org_id, role }) => [org_id, role]))
  const actor: Actor = {
    userId: session.user_id,
    name: session.name,
    email: session.email,
    sessionId,
    authenticatedAt: session.authenticated_at,
    isIdle: false,
    deploymentAdmin: session.deployment_admin_since !== null,
    roles,
  }
  memory.remember(sessionId, actor)
  return isIdle ? { ...actor, isIdle, deploymentAdmin: false, roles: stopRolesOf(roles) } : actor
}

/** No request waits for it, and a store that cannot be written must not end a session. */
const touch = (deps: ActorDeps, sessionId: string, now: number): void =>
  void touchSession(deps.store.db, sessionId, now).catch(() => undefined)
