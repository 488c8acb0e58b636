/**
 * An id as a person reads it: white space that a page would swallow, and characters that no font draws, are written out. Two
 * different ids are never shown alike by what cannot be seen. (Letters that look alike stay as they are.)
 */

import { withoutIsolates } from './isolated'

/** `name` is said aloud in place of a sign. */
export type IdPiece = { text: string; name?: string }

/** Most fonts have it, unlike the other signs for a space. */
const SPACE_SIGN = '␣'

/**
 * Spaces at an end or side by side; what is not drawn (but a single space); signs and escapes that an id itself may hold,
 * which would read like ours.
 */
const SIGNED = /^ +| +$| {2,}|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\u2800\u2400-\u2426]|[^\P{Zs} ]|\\(?=u\{)/gu

/** The pieces of an id in order; those with a name replace a character that could not be seen. */
export function idPieces(id: string): IdPiece[] {
  const pieces: IdPiece[] = []
  let from = 0
  for (const match of id.matchAll(SIGNED)) {
    if (match.index > from) pieces.push({ text: id.slice(from, match.index) })
    for (const char of match[0]) pieces.push(char === ' ' ? { text: SPACE_SIGN, name: 'space' } : escaped(char))
    from = match.index + match[0].length
  }
  if (from < id.length) pieces.push({ text: id.slice(from) })
  return pieces
}

/** The same as one text, for sentences. */
export const shownId = (id: string): string =>
  idPieces(id)
    .map(({ text }) => text)
    .join('')

/** Whether a person typed this very id, as it is or as it is shown. */
export const isTyped = (typed: string | undefined, id: string): boolean =>
  typed === id || (typed !== undefined && withoutIsolates(typed) === shownId(id))

function escaped(char: string): IdPiece {
  const code = (char.codePointAt(0) as number).toString(16)
  return { text: `\\u{${code}}`, name: `character U+${code.toUpperCase().padStart(4, '0')}` }
}
