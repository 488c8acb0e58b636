import { record } from '@/lib/audit/audit-log'
import { endInvitation, listOpenInvitationsBy } from '@/lib/store/people/invitations'
import type { Db } from '@/lib/store/rows/db'
import type { By } from './by'

/** Ends the open links that a person made as an admin: who is out must not come back in by one. `orgId` null: in every org. */
export async function endInvitationsBy(tx: Db, userId: string, orgId: string | null, by: By): Promise<void> {
  const { at } = by.origin(orgId)
  for (const { id, org_id, email, role } of await listOpenInvitationsBy(tx, userId, orgId, at)) {
    await endInvitation(tx, id, 'revoked_at', at)
    await record(tx, by.origin(org_id), 'invitation.revoked', { invitationId: id, email, role, why: 'maker-gone' })
  }
}
