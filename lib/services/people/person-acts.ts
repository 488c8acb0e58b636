/** What an admin does to another person, one act each. Only people of the admin's own org can be named. */
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { ROLES } from '@/lib/domain/policy'
import { findMember } from '@/lib/store/people/members'
import { type By, byPerson } from '../access/by'
import { changeRole, disableUser, enableUser, endAllSessions, removeMember } from '../access/offboarding'
import type { OrgContext } from '../context'
import { requireRecentSignIn, service } from '../service'

const Named = z.strictObject({ person: z.uuid() })
type Done = { ok: true }

/** `was`: the role as the page showed it. */
export const changePersonRole = service({
  permission: 'administer',
  input: Named.extend({ role: z.enum(ROLES), was: z.enum(ROLES) }),
  async run(context, { person, role, was }): Promise<Done> {
    requireRecentSignIn(context)
    await requireMember(context, person)
    const { deps, org } = context
    await onPerson(context, person, (by) => changeRole(deps.store.db, { id: person }, org.row.slug, role, by, was))
    return { ok: true }
  },
})

/** Takes the role in this org away; the account goes with it if that was the only one. */
export const removePerson = service({
  permission: 'administer',
  input: Named,
  async run(context, { person }): Promise<{ deleted: boolean }> {
    requireRecentSignIn(context)
    await requireMember(context, person)
    const { deps, org } = context
    return onPerson(context, person, (by) =>
      removeMember(deps.store.db, { id: person }, org.row.slug, by, { isLast: 'delete' }),
    )
  },
})

export const disablePerson = service({
  permission: 'administer',
  input: Named,
  async run(context, { person }): Promise<Done> {
    requireRecentSignIn(context)
    await requireMember(context, person)
    await onPerson(context, person, (by) => disableUser(context.deps.store.db, { id: person }, by))
    return { ok: true }
  },
})

export const enablePerson = service({
  permission: 'administer',
  input: Named,
  async run(context, { person }): Promise<Done> {
    requireRecentSignIn(context)
    await requireMember(context, person)
    await onPerson(context, person, (by) => enableUser(context.deps.store.db, { id: person }, by))
    return { ok: true }
  },
})

/** Ends every session of a person. It takes nothing but a new sign-in, so it asks for no recent one. */
export const signPersonOut = service({
  permission: 'administer',
  input: Named,
  async run(context, { person }): Promise<{ ended: number }> {
    await requireMember(context, person)
    const ended = await onPerson(context, person, (by) => endAllSessions(context.deps.store.db, { id: person }, by))
    return { ended }
  },
})

/** An act on a person. Memory, which may let a person stop while the store is away, forgets what was true before. */
async function onPerson<Result>(
  context: OrgContext,
  userId: string,
  act: (by: By) => Promise<Result>,
): Promise<Result> {
  const result = await byPerson(context, act)
  context.deps.stopSessions.forgetPerson(userId)
  return result
}

/** The same answer for a person who is not there and one of another org. @throws AppError `not-found`. */
async function requireMember({ deps, org }: OrgContext, userId: string): Promise<void> {
  if (await findMember(deps.store.reads, org.row.id, userId)) return
  throw new AppError('not-found', `This person has no role in ${org.row.slug}, or no longer. Nothing was changed.`)
}
