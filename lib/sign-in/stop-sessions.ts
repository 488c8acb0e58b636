/**
 * Who may stop, held in memory for the moment when the store cannot be read or written. What is found here is worth the stop
 * permission in the orgs where it was held, and nothing else: `/stop` uses it, and what else needs the stop permission alone.
 */

import type { Actor } from '@/lib/domain/actor'
import { type Role, stopRolesOf } from '@/lib/domain/policy'
import { findUser } from '@/lib/store/people/users'
import { listLiveRoles } from '@/lib/store/stop-sessions'
import type { SignInDeps } from './sign-in-deps'

export type StopPerson = Pick<Actor, 'userId' | 'name' | 'email' | 'roles'>

export type StopSessions = {
  /** A session as the store has it now. */
  remember: (sessionId: string, person: StopPerson) => void
  /** By the store the session is over. One that exists in memory only stays. */
  forget: (sessionId: string) => void
  /** The person signed out. */
  end: (sessionId: string) => void
  /** The person signs out: a session that exists in memory only is over, even without the store. */
  dismiss: (sessionId: string) => void
  /** What the person may do was changed: every session of theirs is read from the store again before it may stop. */
  forgetPerson: (userId: string) => void
  /** A sign-in that the store could not take. */
  admit: (sessionId: string, person: StopPerson, until: number) => void
  isStopOnly: (sessionId: string, now: number) => boolean
  /** The person with the stop permission alone; null if the session is unknown, or its person may stop no org. */
  find: (sessionId: string, now: number) => Actor | null
  /** Reads all live sessions now: another console changed some of them. */
  readAgain: (deps: SignInDeps, idleMs: number) => void
  /** Reads all live sessions now and then, in the background: a phone that made no request since the start is known too. */
  keepUp: (deps: SignInDeps, idleMs: number) => void
}

const READ_EVERY_MS = 30_000

export function createStopSessions(): StopSessions {
  let stored = new Map<string, StopPerson>()
  const admitted = new Map<string, { person: StopPerson; until: number }>()
  let readAt = Number.NEGATIVE_INFINITY
  /** Ended while the store is being read. */
  const ended = new Set<string>()

  async function read({ store, clock }: Pick<SignInDeps, 'store' | 'clock'>, idleMs: number): Promise<void> {
    const now = clock.now()
    ended.clear()
    const found = new Map<string, StopPerson & { roles: Map<string, Role> }>()
    for (const row of await listLiveRoles(store.reads, now)) {
      if (now - row.last_seen_at > idleMs) continue
      const known = found.get(row.session_id)
      if (known) known.roles.set(row.org_id, row.role)
      else
        found.set(row.session_id, {
          userId: row.user_id,
          name: row.name,
          email: row.email,
          roles: new Map([[row.org_id, row.role]]),
        })
    }
    for (const sessionId of ended) found.delete(sessionId)
    stored = found
    // A session that exists in memory only ends with its user, as every other does.
    for (const [sessionId, { person }] of admitted) {
      const user = await findUser(store.reads, person.userId)
      if (!user || user.disabled_at !== null) admitted.delete(sessionId)
    }
  }

  function readAgain(deps: SignInDeps, idleMs: number): void {
    readAt = deps.clock.now()
    void read(deps, idleMs).catch((error) => deps.log.warn({ err: error }, 'who may stop was not read'))
  }

  const admittedAt = (sessionId: string, now: number) => {
    const known = admitted.get(sessionId)
    return known && known.until > now ? known.person : undefined
  }

  return {
    remember(sessionId, person) {
      stored.set(sessionId, person)
      admitted.delete(sessionId)
    },
    forget: (sessionId) => void stored.delete(sessionId),
    end(sessionId) {
      stored.delete(sessionId)
      ended.add(sessionId)
    },
    dismiss: (sessionId) => void admitted.delete(sessionId),
    forgetPerson(userId) {
      for (const [sessionId, person] of stored)
        if (person.userId === userId) {
          stored.delete(sessionId)
          ended.add(sessionId)
        }
      for (const [sessionId, { person }] of admitted) if (person.userId === userId) admitted.delete(sessionId)
    },
    admit: (sessionId, person, until) => void admitted.set(sessionId, { person, until }),
    isStopOnly: (sessionId, now) => admittedAt(sessionId, now) !== undefined,
    find(sessionId, now) {
      const person = admittedAt(sessionId, now) ?? stored.get(sessionId)
      const roles = person && stopRolesOf(person.roles)
      // Never recent: an act that requires a recent sign-in is not open to it.
      if (!person || !roles || roles.size === 0) return null
      return { ...person, sessionId, authenticatedAt: 0, roles, isIdle: false, deploymentAdmin: false }
    },
    readAgain,
    keepUp(deps, idleMs) {
      const now = deps.clock.now()
      if (now - readAt < READ_EVERY_MS && now >= readAt) return
      readAgain(deps, idleMs)
    },
  }
}
