/** The people of an org and its invitations, as the console's own API answers. Times in ISO 8601 UTC. */
import type { Role } from '../policy'

export type PersonRow = {
  id: string
  email: string
  name: string
  role: Role
  /** Since when the account lets no person in; null: it does. */
  disabledAt: string | null
  /** Open sessions, and when the newest of them was last used; null: none is open. */
  sessions: number
  lastSeenAt: string | null
  isYou: boolean
  deploymentAdmin: boolean
  /** May this admin disable and enable the account, and end its sessions? Not if it has roles where the admin has no say. */
  accountIsYours: boolean
  /** Removing the person from this org deletes the account: there is no other org that it is a member of. */
  isOnlyOrg: boolean
}

export type InvitationView = {
  id: string
  email: string
  role: Role
  createdAt: string
  expiresAt: string
  invitedBy: string
}

export type PeopleList = { people: PersonRow[]; invitations: InvitationView[] }

/**
 * `link`: null when the same invitation was made before; its link was in the first answer only. `replaced`: an earlier link for the
 * same e-mail was open, and ended.
 */
export type MadeInvitation = { invitation: InvitationView; link: string | null; replaced: boolean }
