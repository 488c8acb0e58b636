import { InvalidInput } from '@/lib/domain/errors'
import { escapedText } from '@/lib/domain/escaped-text'
import { VIEW_NAME_CHARS_MAX } from '@/lib/domain/limits'

/**
 * A name as it is kept: composed, one space between words. @throws InvalidInput for one that is empty, too long, or has characters
 * that are not seen: two names that look alike would be two views.
 */
export function readViewName(given: string): string {
  const name = given.normalize('NFC').replace(/\s+/g, ' ').trim()
  const fault = faultOf(name)
  if (fault) throw new InvalidInput(`name: ${fault}`, [{ path: 'name', message: fault }])
  return name
}

function faultOf(name: string): string | null {
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(name)) return 'Give the view a name.'
  if ([...name].length > VIEW_NAME_CHARS_MAX) return `A name has at most ${VIEW_NAME_CHARS_MAX} characters.`
  if (escapedText(name) !== name.replaceAll('\\', escapedText('\\')))
    return 'The name has characters that are not seen. Write it without them.'
  return null
}

/** Names that a person would take for one are one. */
export const nameKey = (name: string): string => name.toLowerCase()
