import { z } from 'zod'
import type { InvitationView, PeopleList, PersonRow } from '@/lib/domain/wire/people'
import { listOpenInvitations } from '@/lib/store/people/invitations'
import { listMembers, rolesOf, rolesOfMembers } from '@/lib/store/people/members'
import type { InvitationRow } from '@/lib/store/rows/people-rows'
import { adminOf, mayLookAfter } from '../access/by'
import { service } from '../service'

/** The people of the org by name, and its open invitations, the newest first. */
export const listPeople = service({
  permission: 'administer',
  input: z.strictObject({}),
  async run({ deps, org, actor }): Promise<PeopleList> {
    const { reads } = deps.store
    const now = deps.clock.now()
    const mine = adminOf(await rolesOf(reads, actor.userId))
    const roles = await rolesOfMembers(reads, org.row.id)
    const people = (await listMembers(reads, org.row.id, now)).map((row): PersonRow => {
      const theirs = roles.filter(({ user_id }) => user_id === row.id)
      const deploymentAdmin = row.deployment_admin_since !== null
      return {
        id: row.id,
        email: row.email,
        name: row.name,
        role: row.role,
        disabledAt: isoOf(row.disabled_at),
        sessions: row.sessions,
        lastSeenAt: isoOf(row.last_seen_at),
        isYou: row.id === actor.userId,
        deploymentAdmin,
        accountIsYours: actor.deploymentAdmin || mayLookAfter(mine, row, theirs),
        isOnlyOrg: theirs.length === 1 && !deploymentAdmin,
      }
    })
    return { people, invitations: (await listOpenInvitations(reads, org.row.id, now)).map(viewInvitation) }
  },
})

export const viewInvitation = (row: InvitationRow): InvitationView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: new Date(row.created_at).toISOString(),
  expiresAt: new Date(row.expires_at).toISOString(),
  invitedBy: row.invited_by_name,
})

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
