/** What an admin sets of an org, and what came of adding one, as the console's own API answers. */
import type { Authority } from './org-state'

export type OrgSettings = {
  slug: string
  name: string
  idPattern: string
  runbook: string | null
  contact: string | null
  authority: Authority
  /** When the org was added, and its key last replaced. */
  createdAt: string
  keyAt: string | null
  /** Work that must be over before it can be removed. */
  openOperations: number
  fences: number
}

/** `agentKey`: of a new org of the embedded authority, in this answer alone. */
export type AddedOrg = { slug: string; name: string; agentKey: string | null }

/** What a form for a new org may offer. `embedded`: orgs of the embedded authority can be made here. */
export type NewOrgOffer = { embedded: boolean; taken: string[] }
