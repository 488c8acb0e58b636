/** People: accounts, roles, sessions, invitations. */
import type { Role } from '@/lib/domain/policy'

export type UserRow = {
  id: string
  email: string
  name: string
  password_hash: string
  created_at: number
  disabled_at: number | null
  /** Since when the person may add orgs and look after every account; null: may not. */
  deployment_admin_since: number | null
}

/** A link that makes one person a member of one org, once. `code_digest`: SHA-256 of the code in the link, in hex. */
export type InvitationRow = {
  id: string
  org_id: string
  email: string
  role: Role
  code_digest: string
  created_at: number
  expires_at: number
  /** Id and name of the person who made it. */
  invited_by: string
  invited_by_name: string
  accepted_at: number | null
  revoked_at: number | null
}

export type MembershipRow = { org_id: string; user_id: string; role: Role }

export type SessionRow = {
  id: string
  user_id: string
  created_at: number
  /** When the person last proved who they are. */
  authenticated_at: number
  last_seen_at: number
  expires_at: number
  ended_at: number | null
  address: string | null
  /** Browser and system as the sign-in named them. */
  device: string | null
}

/** A network from which a user signed in: an IPv4 address or an IPv6 /64. `last_at`: when last. */
export type KnownNetworkRow = { user_id: string; network: string; last_at: number }
