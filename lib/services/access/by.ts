/** Who changes what people may do: the console itself, from the terminal of its machine, or a person through a page. */
import { consoleOrigin, type Origin, originOf } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import { AppError } from '@/lib/domain/errors'
import { rolesOf } from '@/lib/store/people/members'
import { findLiveSession } from '@/lib/store/people/sessions'
import { findUser } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import type { Context } from '../context'

/** `orgId`: null for an act on the account as a whole. */
export type Target = { userId: string; orgId: string | null }

export type By = {
  origin: (orgId: string | null) => Origin
  /** Rejects unless this person may do it by the rows of this very transaction. The terminal may do everything. */
  permit: (tx: Db, target: Target) => Promise<void>
}

export const byTerminal = (now: number): By => ({
  origin: (orgId) => consoleOrigin(orgId, now),
  permit: async () => undefined,
})

/** Runs an act of an admin. A refusal is recorded beside the act, which wrote nothing. */
export async function byPerson<Result>(context: Context, act: (by: By) => Promise<Result>): Promise<Result> {
  try {
    return await act({
      origin: (orgId) => originOf(context, orgId),
      permit: (tx, target) => requireAdminOver(tx, context, target),
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') {
      const { deps } = context
      await recordRepeated(deps, deps.store.db, originOf(context, null), 'access.denied', { permission: 'administer' })
    }
    throw error
  }
}

/**
 * The gate saw the roles of a moment before: two admins who demote each other at once would both have passed it. A deployment
 * admin looks after every account; any other admin after those alone that have no role elsewhere.
 * @throws AppError `forbidden`
 */
async function requireAdminOver(tx: Db, { actor, deps }: Context, { userId, orgId }: Target): Promise<void> {
  const me = await findLiveSession(tx, actor.sessionId, deps.clock.now())
  const mine = me ? adminOf(await rolesOf(tx, actor.userId)) : new Set<string>()
  if (me && me.deployment_admin_since !== null) return
  if (orgId !== null && mine.has(orgId)) return
  if (orgId === null && mayLookAfter(mine, await findUser(tx, userId), await rolesOf(tx, userId))) return
  throw new AppError(
    'forbidden',
    'This needs an admin of every org in which the person has a role, or of the deployment. Nothing was changed.',
  )
}

export const adminOf = (roles: readonly { org_id: string; role: string }[]): Set<string> =>
  new Set(roles.filter(({ role }) => role === 'admin').map(({ org_id }) => org_id))

/** Whether an admin of these orgs looks after the account of a person with these roles. */
export const mayLookAfter = (
  adminOrgs: ReadonlySet<string>,
  user: { deployment_admin_since: number | null } | undefined,
  roles: readonly { org_id: string }[],
): boolean =>
  user?.deployment_admin_since === null && roles.length > 0 && roles.every(({ org_id }) => adminOrgs.has(org_id))
