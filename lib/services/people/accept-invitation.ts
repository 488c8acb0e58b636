/**
 * The other end of an invitation: what its link is good for, and the one moment in which it is used. A link is for one e-mail: who has
 * an account with it must be signed in as that person, and every other person makes the account with it.
 */
import { randomUUID } from 'node:crypto'
import { type Origin, record } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import type { Actor } from '@/lib/domain/actor'
import type { InvitationFault } from '@/lib/domain/audit'
import type { Role } from '@/lib/domain/policy'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { endInvitation, findInvitationByCode } from '@/lib/store/people/invitations'
import { rolesOf, setRole } from '@/lib/store/people/members'
import { findUserByEmail, insertUser } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import type { InvitationRow, UserRow } from '@/lib/store/rows/people-rows'
import { hashPassword } from '../access/password'
import type { Deps } from '../context'
import { CODE, digestOf } from './invitation-code'

export type ReadInvitation =
  | { state: 'unknown' }
  | { state: 'refused'; why: InvitationFault; email: string; invitedBy: string }
  /** `sign-in`: there is an account with this e-mail. `join`: its person is signed in. `new-account`: there is none. */
  | { state: 'sign-in' | 'join' | 'new-account'; email: string; role: Role; org: OrgRuntime; invitedBy: string }

type Signed = Pick<Actor, 'userId' | 'email' | 'isIdle'> | null

/** What the link with this code is good for, for the person who is signed in or for a stranger. Changes nothing. */
export async function readInvitation(deps: Deps, code: string, actor: Signed): Promise<ReadInvitation> {
  const row = CODE.test(code) ? await findInvitationByCode(deps.store.reads, digestOf(code)) : undefined
  const org = row && deps.orgs.byId(row.org_id)
  if (!row || !org) return { state: 'unknown' }
  const user = await findUserByEmail(deps.store.reads, row.email)
  const why = faultOf(row, user, actor, deps.clock.now())
  if (why) return { state: 'refused', why, email: row.email, invitedBy: row.invited_by_name }
  const signedIn = actor !== null && !actor.isIdle
  const state = user ? (signedIn ? 'join' : 'sign-in') : 'new-account'
  return { state, email: row.email, role: row.role, org, invitedBy: row.invited_by_name }
}

function faultOf(row: InvitationRow, user: UserRow | undefined, actor: Signed, now: number): InvitationFault | null {
  if (row.accepted_at !== null) return 'accepted'
  if (row.revoked_at !== null) return 'revoked'
  if (row.expires_at <= now) return 'expired'
  if (user && user.disabled_at !== null) return 'disabled'
  if (actor && actor.userId !== user?.id) return 'other-person'
  return null
}

export type Acceptance = { code: string; actor: Actor | null; newAccount: { name: string; password: string } | null }

/** `accepted`: the person is a member now. Any other state changed nothing and is what the page shows next. */
export type Accepted = { state: 'accepted'; slug: string; email: string } | ReadInvitation

/**
 * @param from where the request came from, for the record.
 * @throws RangeError for a password that breaks the rule, which it names.
 */
export async function acceptInvitation(
  deps: Deps,
  { code, actor, newAccount }: Acceptance,
  from: Pick<Origin, 'address' | 'requestId'>,
): Promise<Accepted> {
  const read = await readInvitation(deps, code, actor)
  if (read.state === 'refused') await recordRefusal(deps, code, read.why, actor, from)
  const isReady = read.state === 'join' || (read.state === 'new-account' && newAccount)
  if (!isReady) return read
  const hash = newAccount && read.state === 'new-account' ? await hashPassword(newAccount.password) : null
  const digest = digestOf(code)
  const slug = await deps.store.db.transaction().execute(async (tx) => {
    const at = deps.clock.now()
    const row = await findInvitationByCode(tx, digest)
    const known = row && (await findUserByEmail(tx, row.email))
    // What the page showed may be over by now: the link was used in another window, or the account was made meanwhile.
    if (!row || faultOf(row, known, actor, at) || (known === undefined) !== (hash !== null)) return null
    if (!(await endInvitation(tx, row.id, 'accepted_at', at))) return null
    const user = known ?? (await makeAccount(tx, row, newAccount?.name ?? row.email, hash ?? '', at))
    // There is no session yet: the event names the invitation in its place.
    const who = { userId: user.id, name: user.name, sessionId: actor?.sessionId ?? row.id }
    const origin: Origin = { orgId: row.org_id, actor: who, at, ...from }
    if (!known) await record(tx, { ...origin, orgId: null }, 'user.created', { email: row.email })
    const before = (await rolesOf(tx, user.id)).find(({ org_id }) => org_id === row.org_id)?.role ?? null
    await setRole(tx, row.org_id, user.id, row.role)
    const data = { email: row.email, role: row.role }
    await record(tx, origin, 'invitation.accepted', { invitationId: row.id, ...data })
    await record(tx, origin, 'user.role', { ...data, before })
    return read.org.row.slug
  })
  return slug === null ? readInvitation(deps, code, actor) : { state: 'accepted', slug, email: read.email }
}

async function makeAccount(tx: Db, { email }: InvitationRow, name: string, hash: string, at: number) {
  const user = { id: randomUUID(), email, name, password_hash: hash, created_at: at, disabled_at: null }
  await insertUser(tx, user)
  return user
}

async function recordRefusal(
  deps: Deps,
  code: string,
  why: InvitationFault,
  actor: Actor | null,
  from: Pick<Origin, 'address' | 'requestId'>,
): Promise<void> {
  const row = await findInvitationByCode(deps.store.reads, digestOf(code))
  if (!row) return
  const origin: Origin = { orgId: row.org_id, actor, at: deps.clock.now(), ...from }
  await recordRepeated(deps, deps.store.db, origin, 'invitation.refused', {
    invitationId: row.id,
    email: row.email,
    why,
  })
}
