/** Orgs that are made for the rehearsal of a whole stop: what they are called. */
import { NAME_CHARS_MAX } from '../limits'
import { SLUG_CHARS_MAX } from './org-slug'

/** What the name of such an org begins with, so that every page says what it is. */
export const THROWAWAY_WORD = 'Throwaway'

const END = '-throwaway'

/** Name and address of a throwaway org made from another one. @param taken addresses that orgs have or had. */
export function throwawayOrgOf(
  { name, slug }: { name: string; slug: string },
  taken: readonly string[],
): { name: string; slug: string } {
  for (let number = 1; ; number++) {
    const end = number === 1 ? END : `${END}-${number}`
    const free = `${slug.slice(0, SLUG_CHARS_MAX - end.length)}${end}`
    if (!taken.includes(free))
      return { name: [...`${THROWAWAY_WORD} of ${name}`].slice(0, NAME_CHARS_MAX).join('').trim(), slug: free }
  }
}
