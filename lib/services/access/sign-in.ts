/** Sign-in with e-mail and password: which lane it takes, what it leaves in the record, and the session that it makes. */
import { randomUUID } from 'node:crypto'
import { recordRepeated } from '@/lib/audit/repeated-events'
import { TIMED_OUT, withTimeout, withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { RateLimited } from '@/lib/domain/errors'
import { stopRolesOf } from '@/lib/domain/policy'
import { networkOf } from '@/lib/domain/sign-in/network'
import type { KnownBrowser } from '@/lib/sign-in/sign-in-door'
import type { Lane } from '@/lib/sign-in/sign-in-limits'
import { isKnownNetwork, keepNetwork } from '@/lib/store/known-networks'
import { rolesOf } from '@/lib/store/people/members'
import { endOwnSession, insertSession, keepNewestSessions } from '@/lib/store/people/sessions'
import { findUserByEmail, normalizeEmail } from '@/lib/store/people/users'
import type { UserRow } from '@/lib/store/rows/people-rows'
import type { Deps } from '../context'
import { checkPassword } from './password'
import { SignInFault } from './sign-in-fault'

/**
 * Long, because a session alone can only stop: whatever starts agents again requires a recent sign-in. Being signed out
 * at the wrong moment costs more than a phone that stays signed in.
 */
export const SESSION_MS = 30 * 86_400_000
/** Rows that one person may have, ended or not: a sign-in beyond this many signs the oldest out. */
const SESSIONS_MAX = 200
/** A session that exists in memory only. */
const STOP_SESSION_MS = 12 * 3_600_000
/** Of what a browser calls itself. */
const DEVICE_CHARS_MAX = 200
/** The longest e-mail there can be: what is longer belongs to no account. */
const EMAIL_CHARS_MAX = 320

export type SignInInput = {
  email: string
  password: string
  address: string | null
  browsers: readonly KnownBrowser[]
  /** What the browser calls itself: kept with the session. */
  device?: string | null
  /** The session of the cookie that came along: an older one of the same person ends. */
  replaces?: string | null
}

export type SignedIn = { sessionId: string; userId: string }

/** A new session; null: wrong. @throws RateLimited: nothing was looked at. SignInFault: the store cannot be read, or not written. */
export async function signIn(deps: Deps, input: SignInInput): Promise<SignedIn | null> {
  const { password, address } = input
  const email = normalizeEmail(input.email.slice(0, EMAIL_CHARS_MAX))
  const { limits, refusals } = deps.signInGuard
  const user = await readable(findUserByEmail(deps.store.reads, email))
  const refuse = (delayed: boolean) =>
    refusals.note({ kind: 'session.refused', account: user?.email ?? null, actor: null, address, delayed })
  const lane = await laneOf(deps, limits.accountKey(email), user, input)
  const isRight = await limits
    .attempt(lane, deps.clock.now(), async () => {
      const matches = await checkPassword(user?.password_hash, password)
      return matches && user?.disabled_at === null
    })
    .catch(async (error: unknown) => {
      if (error instanceof RateLimited) await refuse(true)
      throw error
    })
  if (!user || !isRight) {
    await refuse(false)
    return null
  }
  const { device = null, replaces = null } = input
  const session = { sessionId: randomUUID(), user, address, device, replaces, now: deps.clock.now() }
  const written = await withTimeoutOr(writeSession(deps, session), SIGN_IN_WAIT_MS, TIMED_OUT)
  if (written === TIMED_OUT) await admitToStop(deps, session)
  else if (address !== null) deps.signInGuard.door.learn(networkOf(address))
  return { sessionId: session.sessionId, userId: user.id }
}

/** Of an e-mail that no account has, every attempt is a stranger's: the answer does not show whether there is one. */
async function laneOf(
  { store, clock }: Deps,
  account: string,
  user: UserRow | undefined,
  { address, browsers }: SignInInput,
): Promise<Lane> {
  const network = networkOf(address)
  const browser = user && browsers.find(({ userId }) => userId === user.id)
  if (browser) return { kind: 'browser', account, browserId: browser.browserId }
  const asking = user && address !== null && isKnownNetwork(store.reads, user.id, network, clock.now())
  const isKnown = asking ? await withTimeoutOr(asking, SIGN_IN_WAIT_MS, false) : false
  return { kind: isKnown ? 'known-network' : 'stranger', account, network }
}

/** How long a sign-in waits for the store, in ms. */
const SIGN_IN_WAIT_MS = 1_500

async function readable<Value>(reading: Promise<Value>): Promise<Value> {
  const value = await withTimeout(reading, 2 * SIGN_IN_WAIT_MS).catch(() => TIMED_OUT)
  if (value !== TIMED_OUT) return value
  throw new SignInFault('store-unreadable')
}

type NewSession = {
  sessionId: string
  user: UserRow
  address: string | null
  device: string | null
  replaces: string | null
  now: number
}

async function writeSession(
  deps: Deps,
  { sessionId, user, address, device, replaces, now }: NewSession,
): Promise<void> {
  let ended = 0n
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
      device: device?.slice(0, DEVICE_CHARS_MAX) || null,
    })
    if (replaces !== null) ended = (await endOwnSession(tx, user.id, replaces, now)).numUpdatedRows
    if (address !== null) await keepNetwork(tx, user.id, networkOf(address), now)
    const actor = { userId: user.id, name: user.name, sessionId }
    const origin = { orgId: null, actor, address, requestId: null, at: now }
    await recordRepeated(deps, tx, origin, 'session.signed-in', { email: user.email })
    await keepNewestSessions(tx, user.id, SESSIONS_MAX)
  })
  if (ended > 0n && replaces !== null) deps.stopSessions.end(replaces)
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
  if (stopRolesOf(person.roles).size === 0) throw new SignInFault('store-unwritable')
  deps.log.warn({ user: user.id }, 'a sign-in could not be recorded: it is good for stopping only')
  deps.stopSessions.admit(sessionId, person, now + STOP_SESSION_MS)
}
