/**
 * Changes what a person may do, or takes it away. A running console reads users, roles and sessions anew on every request, so each
 * act holds from the next request on, and the invitations that the person made as an admin end with it. No act leaves an org, or
 * the deployment, without an admin who can sign in. Every act is one transaction with its event of the record.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import type { Role } from '@/lib/domain/policy'
import { deleteMembership, deleteUser, setDisabledAt } from '@/lib/store/offboarding'
import { rolesOf, setDeploymentAdmin, setRole } from '@/lib/store/people/members'
import { endSession, endSessionsOf, listOpenSessions } from '@/lib/store/people/sessions'
import { findUser, findUserByEmail } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import { requireOrg } from '../orgs/require-org'
import type { By } from './by'
import { keepADeploymentAdmin, keepAnAdmin } from './last-admin'
import { endInvitationsBy } from './made-invitations'

/** A person by e-mail, as the terminal names them, or by id. */
export type Who = { email: string } | { id: string }

/** Signs the user out everywhere and refuses every further sign-in. @throws AppError `not-found`, `conflict`. */
export const disableUser = (db: Db, who: Who, by: By): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, who)
    await by.permit(tx, { userId: user.id, orgId: null })
    if (user.disabled_at !== null) throw new AppError('conflict', `${user.email} is disabled already.`)
    await keepAnAdmin(tx, user)
    await keepADeploymentAdmin(tx, user)
    const origin = by.origin(null)
    await setDisabledAt(tx, user.id, origin.at)
    await endSessionsOf(tx, user.id, origin.at)
    await endInvitationsBy(tx, user.id, null, by)
    await record(tx, origin, 'user.disabled', { email: user.email })
  })

/** Lets the user sign in again. Sessions of before stay ended. @throws AppError `not-found`, `conflict`. */
export const enableUser = (db: Db, who: Who, by: By): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, who)
    await by.permit(tx, { userId: user.id, orgId: null })
    if (user.disabled_at === null) throw new AppError('conflict', `${user.email} is not disabled.`)
    const origin = by.origin(null)
    // Whatever disabled the user, a session that was left open must not come back.
    await endSessionsOf(tx, user.id, origin.at)
    await setDisabledAt(tx, user.id, null)
    await record(tx, origin, 'user.enabled', { email: user.email })
  })

/** Deletes the account with all its roles. @throws AppError `not-found`, `conflict`. */
export const removeUser = (db: Db, who: Who, by: By): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, who)
    await by.permit(tx, { userId: user.id, orgId: null })
    await keepAnAdmin(tx, user)
    await keepADeploymentAdmin(tx, user)
    await endInvitationsBy(tx, user.id, null, by)
    await deleteUser(tx, user.id)
    await record(tx, by.origin(null), 'user.removed', { email: user.email })
  })

/**
 * Takes the role in one org away. `isLast`: what becomes of the account that has no other one.
 * @throws AppError `not-found`, `conflict`.
 */
export const removeMember = (
  db: Db,
  who: Who,
  slug: string,
  by: By,
  { isLast }: { isLast: 'delete' | 'keep' },
): Promise<{ deleted: boolean }> =>
  db.transaction().execute(async (tx) => {
    const [user, org] = [await userOf(tx, who), await requireOrg(tx, slug)]
    await by.permit(tx, { userId: user.id, orgId: org.id })
    const roles = await rolesOf(tx, user.id)
    const held = roles.find(({ org_id }) => org_id === org.id)
    if (!held) throw new AppError('not-found', `${user.email} has no role in ${org.slug}. Nothing was changed.`)
    await keepAnAdmin(tx, user, org.id)
    const deleted = isLast === 'delete' && roles.length === 1 && user.deployment_admin_since === null
    await endInvitationsBy(tx, user.id, org.id, by)
    if (deleted) await deleteUser(tx, user.id)
    else await deleteMembership(tx, org.id, user.id)
    await record(tx, by.origin(org.id), 'user.removed', { email: user.email, role: held.role })
    return { deleted }
  })

/**
 * Gives a user a role in an org, in the place of the one held there. `was`: the role as the page showed it; another one by now is a
 * conflict. @throws AppError `not-found`, `conflict`.
 */
export const changeRole = (db: Db, who: Who, slug: string, role: Role, by: By, was?: Role): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const [user, org] = [await userOf(tx, who), await requireOrg(tx, slug)]
    await by.permit(tx, { userId: user.id, orgId: org.id })
    const before = (await rolesOf(tx, user.id)).find(({ org_id }) => org_id === org.id)?.role ?? null
    if (was !== undefined && before !== was)
      throw new AppError(
        'conflict',
        `Another person changed this: ${user.email} ${before ? `is ${before} now` : `has no role in ${org.slug} any more`}. Nothing was changed.`,
      )
    if (before === role) return
    if (role !== 'admin') {
      await keepAnAdmin(tx, user, org.id)
      await endInvitationsBy(tx, user.id, org.id, by)
    }
    await setRole(tx, org.id, user.id, role)
    await record(tx, by.origin(org.id), 'user.role', { email: user.email, role, before })
  })

/**
 * Makes a user an admin of the deployment, or takes that back: from the terminal alone, because a person who may do it on a page could
 * raise themselves. @throws AppError `not-found`, `conflict`.
 */
export const changeDeploymentAdmin = (db: Db, email: string, after: boolean, now: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, { email })
    const before = user.deployment_admin_since !== null
    if (before === after)
      throw new AppError('conflict', `${user.email} is ${after ? 'already' : 'not'} an admin of the deployment.`)
    if (!after) await keepADeploymentAdmin(tx, user)
    await setDeploymentAdmin(tx, user.id, after ? now : null)
    await record(tx, consoleOrigin(null, now), 'user.deployment-admin', { email: user.email, before, after })
  })

export type OpenSession = { id: string; email: string; createdAt: number; lastSeenAt: number; address: string | null }

/** Sessions that a request would be admitted with, of one user or of all; times in epoch ms. */
export async function openSessions(db: Db, who: Who | undefined, now: number): Promise<OpenSession[]> {
  const user = who && (await userOf(db, who))
  return (await listOpenSessions(db, now, user?.id)).map((row) => ({
    id: row.id,
    email: row.email,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    address: row.address,
  }))
}

/** Ends one session by its id; how many were open. @throws AppError `not-found`. */
export const endSessionById = (db: Db, sessionId: string, by: By): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const origin = by.origin(null)
    const session = (await openSessions(tx, undefined, origin.at)).find(({ id }) => id === sessionId)
    if (!session) throw new AppError('not-found', `No session ${sessionId} is open.`)
    await endSession(tx, session.id, origin.at)
    await record(tx, origin, 'session.ended', { email: session.email })
    return 1
  })

/** Signs a user out everywhere; how many sessions were open. @throws AppError `not-found`. */
export const endAllSessions = (db: Db, who: Who, by: By): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, who)
    await by.permit(tx, { userId: user.id, orgId: null })
    const origin = by.origin(null)
    const open = await openSessions(tx, { id: user.id }, origin.at)
    await endSessionsOf(tx, user.id, origin.at)
    if (open.length > 0) await record(tx, origin, 'session.ended', { email: user.email, count: open.length })
    return open.length
  })

async function userOf(db: Db, who: Who) {
  const user = 'id' in who ? await findUser(db, who.id) : await findUserByEmail(db, who.email)
  if (!user)
    throw new AppError(
      'not-found',
      'id' in who ? 'This person has no account any more.' : `There is no user ${who.email}.`,
    )
  return user
}
