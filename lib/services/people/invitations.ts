/** Invitations: a link that makes one person a member of one org, once, within three days. No mail server is needed. */
import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { INVITATION_HOURS, INVITATIONS_MAX } from '@/lib/domain/limits'
import { EMAIL_RULE, readEmail } from '@/lib/domain/people/read-name'
import { ROLES } from '@/lib/domain/policy'
import type { MadeInvitation } from '@/lib/domain/wire/people'
import { endInvitation, findInvitation, insertInvitation, listOpenInvitations } from '@/lib/store/people/invitations'
import { findMember } from '@/lib/store/people/members'
import { findUserByEmail } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import type { InvitationRow } from '@/lib/store/rows/people-rows'
import { byPerson } from '../access/by'
import type { OrgContext } from '../context'
import { requireRecentSignIn, service } from '../service'
import { digestOf, mintCode } from './invitation-code'
import { viewInvitation } from './list-people'

const HOUR_MS = 3_600_000

/** `id`: minted by the form, so that a second press makes no second link. An open invitation of the same e-mail is replaced. */
export const invitePerson = service({
  permission: 'administer',
  input: z.strictObject({ id: z.uuid(), email: z.string().max(2_000), role: z.enum(ROLES) }),
  async run(context, { id, role, ...input }): Promise<MadeInvitation> {
    requireRecentSignIn(context)
    const email = readEmail(input.email)
    if (email === null) {
      const fault = `This ${EMAIL_RULE}.`
      throw new InvalidInput(fault, [{ path: 'email', message: fault }])
    }
    const { deps, org, actor } = context
    const code = mintCode()
    const at = deps.clock.now()
    const row: InvitationRow = {
      id,
      org_id: org.row.id,
      email,
      role,
      code_digest: digestOf(code),
      created_at: at,
      expires_at: at + INVITATION_HOURS * HOUR_MS,
      invited_by: actor.userId,
      invited_by_name: actor.name,
      accepted_at: null,
      revoked_at: null,
    }
    return byPerson(context, (by) =>
      deps.store.db.transaction().execute(async (tx) => {
        await by.permit(tx, { userId: actor.userId, orgId: org.row.id })
        const known = await findInvitation(tx, org.row.id, id)
        if (known) return sameInvitation(known, row)
        await requireNoMember(tx, context, email)
        const replaced = await replaceOpen(tx, context, email, at)
        await insertInvitation(tx, row)
        const expiresAt = new Date(row.expires_at).toISOString()
        await record(tx, originOf(context, org.row.id), 'invitation.made', { invitationId: id, email, role, expiresAt })
        return { invitation: viewInvitation(row), code, replaced }
      }),
    ).then(({ invitation, code: shown, replaced }) => ({
      invitation,
      replaced,
      link: shown === null ? null : `${deps.publicUrl}/invitation?code=${shown}`,
    }))
  },
})

export const revokeInvitation = service({
  permission: 'administer',
  input: z.strictObject({ invitation: z.uuid() }),
  async run(context, { invitation: id }): Promise<{ revoked: string }> {
    const { deps, org, actor } = context
    const at = deps.clock.now()
    await byPerson(context, (by) =>
      deps.store.db.transaction().execute(async (tx) => {
        await by.permit(tx, { userId: actor.userId, orgId: org.row.id })
        const row = await findInvitation(tx, org.row.id, id)
        if (!row || !(await endInvitation(tx, id, 'revoked_at', at))) throw notOpen(row)
        const data = { invitationId: id, email: row.email, role: row.role }
        await record(tx, originOf(context, org.row.id), 'invitation.revoked', data)
      }),
    )
    return { revoked: id }
  },
})

function sameInvitation(
  known: InvitationRow,
  row: InvitationRow,
): { invitation: ReturnType<typeof viewInvitation>; code: null; replaced: false } {
  if (known.email === row.email && known.role === row.role)
    return { invitation: viewInvitation(known), code: null, replaced: false }
  throw new AppError('conflict', 'There is another invitation with this id. Nothing was saved.')
}

async function requireNoMember(tx: Db, { org }: OrgContext, email: string): Promise<void> {
  const user = await findUserByEmail(tx, email)
  const member = user && (await findMember(tx, org.row.id, user.id))
  if (member)
    throw new AppError(
      'conflict',
      `${email} is ${member.role} of ${org.row.slug} already. Change the role instead. Nothing was saved.`,
    )
}

/** One open link per person: the older one ends. True if there was one. */
async function replaceOpen(tx: Db, context: OrgContext, email: string, at: number): Promise<boolean> {
  const { row } = context.org
  const open = await listOpenInvitations(tx, row.id, at)
  const older = open.filter((invitation) => invitation.email === email)
  if (open.length - older.length >= INVITATIONS_MAX)
    throw new AppError(
      'conflict',
      `${INVITATIONS_MAX} invitations are open already. Take one back first. Nothing was saved.`,
    )
  for (const { id, role } of older) {
    await endInvitation(tx, id, 'revoked_at', at)
    const data = { invitationId: id, email, role, why: 'replaced' as const }
    await record(tx, originOf(context, row.id), 'invitation.revoked', data)
  }
  return older.length > 0
}

function notOpen(row: InvitationRow | undefined): AppError {
  if (!row) return new AppError('not-found', 'There is no such invitation here. Nothing was changed.')
  if (row.accepted_at !== null)
    return new AppError('conflict', `${row.email} accepted this invitation already. Remove the person instead.`)
  if (row.revoked_at !== null) return new AppError('conflict', 'This invitation was taken back already.')
  return new AppError('conflict', 'The time of this invitation is over already.')
}
