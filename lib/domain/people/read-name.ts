import { hasControls } from '../ids/device-id'
import { EMAIL_CHARS_MAX, NAME_CHARS_MAX } from '../limits'

/** What no eye can see and yet makes two names differ, or turns the text around it. Joiners are letters in some scripts. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/

export const NAME_RULE = `must have 1 to ${NAME_CHARS_MAX} characters, none of them invisible`

/** The name of a person or an org as it is kept (composed, trimmed), or null for what is none. */
export function readName(text: string): string | null {
  if (text.length > 8 * NAME_CHARS_MAX) return null
  const name = text.normalize('NFC').trim()
  const isLegal =
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) &&
    [...name].length <= NAME_CHARS_MAX &&
    !hasControls(name) &&
    !INVISIBLE.test(name)
  return isLegal ? name : null
}

export const EMAIL_RULE = 'must be an e-mail address, such as ann@example.org'

/** The e-mail in the form in which accounts are found, or null for what is none. */
export function readEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  const isLegal =
    /^[^@\s]+@[^@\s]+$/.test(email) && email.length <= EMAIL_CHARS_MAX && !hasControls(email) && !INVISIBLE.test(email)
  return isLegal ? email : null
}
