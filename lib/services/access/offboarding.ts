/**
 * Takes a person's access away, from the terminal of the machine that runs the console. A running console reads users, roles and
 * sessions anew on every request, so each act holds from the next request on. No act leaves an org without an admin who can
 * sign in. Every act is one transaction with its event of the record.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { type Role, SESSION_IDLE_MS } from '@/lib/domain/policy'
import { deleteMembership, deleteUser, listAdmins, listSessions, setDisabledAt } from '@/lib/store/offboarding'
import { findOrgBySlug, findOrgKey } from '@/lib/store/orgs'
import { endSession, endSessionsOf, findUserByEmail, rolesOf, setRole } from '@/lib/store/people'
import type { Db } from '@/lib/store/rows/db'

/** Signs the user out everywhere and refuses every further sign-in. @throws AppError `not-found`, `conflict`. */
export const disableUser = (db: Db, email: string, now: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, email)
    if (user.disabled_at !== null) throw new AppError('conflict', `${user.email} is disabled already.`)
    await keepAnAdmin(tx, user)
    await setDisabledAt(tx, user.id, now)
    await endSessionsOf(tx, user.id, now)
    await record(tx, consoleOrigin(null, now), 'user.disabled', { email: user.email })
  })

/** Lets the user sign in again. Sessions of before stay ended. @throws AppError `not-found`, `conflict`. */
export const enableUser = (db: Db, email: string, now: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, email)
    if (user.disabled_at === null) throw new AppError('conflict', `${user.email} is not disabled.`)
    // Whatever disabled the user, a session that was left open must not come back.
    await endSessionsOf(tx, user.id, now)
    await setDisabledAt(tx, user.id, null)
    await record(tx, consoleOrigin(null, now), 'user.enabled', { email: user.email })
  })

/** Deletes the user, or with `slug` only the role in that org. @throws AppError `not-found`, `conflict`. */
export const removeUser = (db: Db, email: string, slug: string | undefined, now: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, email)
    const org = slug === undefined ? undefined : await orgOf(tx, slug)
    if (org && !(await rolesOf(tx, user.id)).some(({ org_id }) => org_id === org.id))
      throw new AppError('not-found', `${user.email} has no role in ${org.slug}.`)
    await keepAnAdmin(tx, user, org?.id)
    if (org) await deleteMembership(tx, org.id, user.id)
    else await deleteUser(tx, user.id)
    await record(tx, consoleOrigin(org?.id ?? null, now), 'user.removed', { email: user.email })
  })

/** Gives a user a role in an org, in the place of the one held there. @throws AppError `not-found`, `conflict`. */
export const changeRole = (db: Db, email: string, slug: string, role: Role, now: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const user = await userOf(tx, email)
    const org = await orgOf(tx, slug)
    if (role !== 'admin') await keepAnAdmin(tx, user, org.id)
    await setRole(tx, org.id, user.id, role)
    await record(tx, consoleOrigin(org.id, now), 'user.role', { email: user.email, role })
  })

export type OpenSession = { id: string; email: string; createdAt: number; lastSeenAt: number; address: string | null }

/** Sessions that a request would be admitted with, of one user or of all; times in epoch ms. */
export async function openSessions(db: Db, email: string | undefined, now: number): Promise<OpenSession[]> {
  const user = email === undefined ? undefined : await userOf(db, email)
  return (await listSessions(db, now))
    .filter(({ user_id, last_seen_at }) => (!user || user_id === user.id) && now - last_seen_at <= SESSION_IDLE_MS)
    .map((row) => ({
      id: row.id,
      email: row.email,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      address: row.address,
    }))
}

/** Ends one session by its id, or all of a user; how many were open. @throws AppError `not-found`. */
export const endSessions = (db: Db, which: { id: string } | { email: string }, now: number): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const open = await openSessions(tx, 'email' in which ? which.email : undefined, now)
    const ended = 'id' in which ? open.filter(({ id }) => id === which.id) : open
    if ('id' in which && ended.length === 0) throw new AppError('not-found', `No session ${which.id} is open.`)
    for (const session of ended) {
      await endSession(tx, session.id, now)
      await record(tx, consoleOrigin(null, now), 'session.ended', { email: session.email })
    }
    return ended.length
  })

async function userOf(db: Db, email: string) {
  const user = await findUserByEmail(db, email)
  if (!user) throw new AppError('not-found', `There is no user ${email}.`)
  return user
}

async function orgOf(db: Db, slug: string) {
  const org = await findOrgBySlug(db, slug)
  if (!org || !(await findOrgKey(db, org.id))) throw new AppError('not-found', `There is no org "${slug}".`)
  return org
}

/** @throws AppError `conflict` when the user is the last admin of the org, or of any org, who can sign in. */
async function keepAnAdmin(db: Db, user: { id: string; email: string }, orgId?: string): Promise<void> {
  const admins = (await listAdmins(db)).filter((admin) => orgId === undefined || admin.org_id === orgId)
  const alone = admins.filter(
    (admin) =>
      admin.user_id === user.id && !admins.some((other) => other.org_id === admin.org_id && other.user_id !== user.id),
  )
  if (alone.length === 0) return
  const where = alone.map(({ slug }) => slug).join(', ')
  throw new AppError(
    'conflict',
    `${user.email} is the last admin of ${where} who can sign in. Make another person an admin there first. Nothing was changed.`,
  )
}
