/** Sign-in with e-mail and password, and what a session is afterwards: a row that every request reads again. */
import { randomUUID } from 'node:crypto'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { z } from 'zod'
import type { Me } from '@/lib/domain/console-api'
import { AppError } from '@/lib/domain/errors'
import {
  confirmSession,
  endSession as endSessionRow,
  findLiveSession,
  findUser,
  findUserByEmail,
  insertSession,
  normalizeEmail,
  rolesOf,
  touchSession,
} from '@/lib/store/people'
import type { UserRow } from '@/lib/store/schema'
import { consoleOrigin, originOf, record } from '../audit-log'
import type { Actor, Deps } from '../context'
import { viewMe } from '../orgs/org-services'
import { service } from '../service'
import { LATE, within, withinOr } from '../stops/within'
import { checkPassword } from './password'
import { stopRolesOf, stopSessionsOf } from './stop-sessions'

/**
 * Long, because a session alone can only stop: whatever starts agents again asks for a recent sign-in. Being signed out
 * at the wrong moment costs more than a phone that stays signed in.
 */
const SESSION_MS = 30 * 86_400_000
export const IDLE_MS = 7 * 86_400_000
const TOUCH_EVERY_MS = 60_000
/** A session that only memory knows. */
const STOP_SESSION_MS = 12 * 3_600_000

export type SignInInput = { email: string; password: string; address: string | null }
export type SignIns = {
  attempt: (deps: Deps, input: SignInInput) => Promise<{ sessionId: string; userId: string } | null>
}

/** Throttles by account and address together, and by address alone: an attacker elsewhere cannot lock the owner out. */
export function createSignIns(): SignIns {
  const perPair = new RateLimiterMemory({ points: 10, duration: 300 })
  const perAddress = new RateLimiterMemory({ points: 100, duration: 300 })
  return {
    async attempt(deps, { email, password, address }) {
      const from = address ?? 'unknown'
      const spent = await Promise.all([
        perAddress.consume(from),
        perPair.consume(`${normalizeEmail(email)} ${from}`),
      ]).then(
        () => false,
        () => true,
      )
      if (spent) throw new AppError('rate-limited', 'Too many attempts from here. Wait five minutes, then try again.')
      const user = await readable(findUserByEmail(deps.store.reads, email))
      const matches = await checkPassword(user?.password_hash, password)
      const now = deps.clock.now()
      if (!user || !matches || user.disabled_at !== null) {
        const origin = { ...consoleOrigin(null, now), address }
        const refused = { email: normalizeEmail(email).slice(0, 256) }
        // A store that cannot be written makes no right password of a wrong one, nor a fault.
        await withinOr(record(deps.store.db, origin, 'session.refused', refused), SIGN_IN_WAIT_MS, undefined)
        return null
      }
      const sessionId = randomUUID()
      const session = { sessionId, user, address, now }
      const written = await withinOr(writeSession(deps, session), SIGN_IN_WAIT_MS, LATE)
      if (written === LATE) await admitToStop(deps, session)
      await perPair.delete(`${normalizeEmail(email)} ${from}`)
      return { sessionId, userId: user.id }
    },
  }
}

/** How long a sign-in waits for the store, in ms. */
const SIGN_IN_WAIT_MS = 1_500

async function readable<Value>(reading: Promise<Value>): Promise<Value> {
  const value = await within(reading, 2 * SIGN_IN_WAIT_MS).catch(() => LATE)
  if (value !== LATE) return value
  throw new AppError(
    'unavailable',
    'The console cannot read its own database, so nobody can sign in now. Who is signed in already can stop at /stop.',
  )
}

type NewSession = { sessionId: string; user: UserRow; address: string | null; now: number }

async function writeSession(deps: Deps, { sessionId, user, address, now }: NewSession): Promise<void> {
  await deps.store.db.transaction().execute(async (tx) => {
    await insertSession(tx, {
      id: sessionId,
      user_id: user.id,
      created_at: now,
      authenticated_at: now,
      last_seen_at: now,
      expires_at: now + SESSION_MS,
      ended_at: null,
      address,
    })
    const actor = { userId: user.id, name: user.name, sessionId }
    await record(tx, { orgId: null, actor, address, requestId: null, at: now }, 'session.signed-in', {
      email: user.email,
    })
  })
}

/** The store did not take the session: it is held in memory, and can stop and nothing else. */
async function admitToStop(deps: Deps, { sessionId, user, now }: NewSession): Promise<void> {
  const roles = await readable(rolesOf(deps.store.reads, user.id))
  const person = {
    userId: user.id,
    name: user.name,
    email: user.email,
    roles: new Map(roles.map(({ org_id, role }) => [org_id, role])),
  }
  if (stopRolesOf(person.roles).size === 0)
    throw new AppError(
      'unavailable',
      'The console cannot write its own database: only people who may stop can sign in now, to stop and nothing else.',
    )
  deps.log.warn({ user: user.id }, 'a sign-in could not be recorded: it is good for stopping only')
  stopSessionsOf(deps).admit(sessionId, person, now + STOP_SESSION_MS)
}

/** The person behind a session, with today's roles; null when the session is over. */
export async function loadActor(deps: Deps, sessionId: string): Promise<Actor | null> {
  const now = deps.clock.now()
  const memory = stopSessionsOf(deps)
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

/** Nobody waits for it, and a store that cannot be written must not end a session. */
const touch = (deps: Deps, sessionId: string, now: number): void =>
  void touchSession(deps.store.db, sessionId, now).catch(() => undefined)

const confirmAttempts = new RateLimiterMemory({ points: 10, duration: 300 })

/** Proves again who is there, for acts that ask for a recent sign-in. */
export const confirmPassword = service({
  permission: 'signed-in',
  input: z.strictObject({ password: z.string().min(1) }),
  async run(context, { password }): Promise<Me> {
    const { deps, actor } = context
    await confirmAttempts.consume(actor.sessionId).catch(() => {
      throw new AppError('rate-limited', 'Too many attempts. Wait five minutes, then try again.')
    })
    const user = await findUser(deps.store.reads, actor.userId)
    if (!(await checkPassword(user?.password_hash, password))) {
      throw new AppError('forbidden', 'That is not your password. Nothing was changed.')
    }
    const now = deps.clock.now()
    await deps.store.db.transaction().execute(async (tx) => {
      await confirmSession(tx, actor.sessionId, now)
      await record(tx, originOf(context, null), 'session.confirmed', { email: actor.email })
    })
    return viewMe({ ...actor, authenticatedAt: now })
  },
})

export const endSession = service({
  permission: 'signed-in',
  input: z.strictObject({}),
  async run(context): Promise<{ ok: true }> {
    const { deps, actor } = context
    await deps.store.db.transaction().execute(async (tx) => {
      await endSessionRow(tx, actor.sessionId, deps.clock.now())
      await record(tx, originOf(context, null), 'session.signed-out', { email: actor.email })
    })
    stopSessionsOf(deps).forget(actor.sessionId)
    return { ok: true }
  },
})
