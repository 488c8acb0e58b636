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

/** `agentKey`: of a new org of the embedded authority, in this answer alone. `baseUrl`: where its agents ask. */
export type AddedOrg = { slug: string; name: string; agentKey: string | null; baseUrl: string }

/** What a form for a new org may offer. `embedded`: orgs of the embedded authority can be made here. */
export type NewOrgOffer = { embedded: boolean; taken: string[] }

/**
 * What becomes of a selector under other parts of ids: it cannot be read, or picks other devices (how many now, how many then, how many
 * of these are the same), or it could not be compared in the time there was.
 */
export type PatternChange = { fault: string } | { before: number; after: number; both: number } | { compared: false }

/** `name`: of a view; of a note its owner, which may be empty. */
export type PatternEffect = {
  kind: 'view' | 'note'
  id: string
  name: string
  selector: string
  change: PatternChange
}

/** What other parts of ids would do. `hiddenViews`: views of other people that are theirs alone. */
export type PatternEffects = { effects: PatternEffect[]; hiddenViews: number }
