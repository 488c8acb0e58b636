import { type ChosenKeyKind, KEY_CHARS_MAX } from './key-hash'

const PREFIX: Record<ChosenKeyKind, string> = { org: 'org_', agent: 'org_agent_' }

/** What is wrong with a key that its caller has chosen, as the end of a sentence that names it; null for one that will do. */
export function keyFault(kind: ChosenKeyKind, text: string): string | null {
  if (text.length > KEY_CHARS_MAX) return `must have at most ${KEY_CHARS_MAX} characters`
  if (new RegExp(`^${PREFIX[kind]}[!-~]{16,}$`).test(text)) return null
  return `must be ${PREFIX[kind]} and at least 16 more characters without spaces`
}
