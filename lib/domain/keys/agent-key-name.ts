import { hasControls } from '../ids/device-id'

/** The longest name of an agent key, in UTF-16 units. */
export const AGENT_KEY_NAME_CHARS_MAX = 64
/** How many agent keys of one org may work at the same time. */
export const AGENT_KEYS_MAX = 50
/** The name of the agent key that every org begins with. */
export const FIRST_AGENT_KEY_NAME = 'first'

/** The one sentence that every refusal of a name uses. */
export const AGENT_KEY_NAME_RULE = `name must be 1 to ${AGENT_KEY_NAME_CHARS_MAX} characters without control characters`

/** What no eye can see and yet makes two names differ. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/

/** The name as it is kept (composed, trimmed), or null when it is no name for an agent key. */
export function readAgentKeyName(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 4 * AGENT_KEY_NAME_CHARS_MAX) return null
  const name = value.normalize('NFC').trim()
  const isLegal = name !== '' && name.length <= AGENT_KEY_NAME_CHARS_MAX && !hasControls(name) && !INVISIBLE.test(name)
  return isLegal ? name : null
}

/** True for names that a person reads as the same: upper and lower case do not matter. */
export const isSameAgentKeyName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
