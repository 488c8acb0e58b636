import type { AgentKeyUse } from '../keys/key-policy'

/** What this authority does not have, as machineid.io does not: a fact to show, never a failure. */
export type NotOffered = { offered: false; authority: string }

/** An agent key, never its text. A missing time is not reported; null is "never" or "none". `validUntil`: it was replaced. */
export type AgentKeyView = {
  id: string
  name?: string
  use?: AgentKeyUse
  createdAt?: string | null
  lastUsedAt?: string | null
  validUntil?: string | null
}

export type AgentKeyList = NotOffered | { offered: true; authority: string; keys: AgentKeyView[] }

/** The one answer with a key in it. `text` is null for a second press of the same form: the key was in the first answer only. */
export type AddedKey = { key: AgentKeyView; text: string | null }

/** Calls with a key that is none, of whatever org of the authority. */
export type WrongKeyCount =
  | NotOffered
  | { offered: true; authority: string; count: number; lastAt?: string | null; since?: string | null }
