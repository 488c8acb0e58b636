/**
 * Where a quote begins and ends. Typographic quotes are quotes, in any pair of their kind. Where one could as well be part of
 * an id, that is an error with how to write either. All throw SelectorFault.
 */

import type { Char } from './raw-term'
import { SelectorFault } from './selector-fault'
import { isApostrophe, type QuoteKind, quoteKind } from './typography'

const OF_WORDS = /^[\p{L}\p{N}\p{M}]$/u
/** What may follow right after a typographic quote that closes. */
const AFTER_QUOTE = /^[\s:,*?{}]/

/** The kind of quote that begins with this character; null where it is not one. @param before characters of the term so far. */
export function opensQuote(char: string, before: readonly Char[], at: number): QuoteKind | null {
  const kind = quoteKind(char)
  const last = before.at(-1)
  if (kind === null) {
    const begins = !last || (!last.literal && ':,{'.includes(last.text))
    if (isApostrophe(char) && begins)
      throw new SelectorFault(`Quote with "…", not with ${char}; write \\${char} where it belongs to the id.`, at)
    return null
  }
  if (char !== '"' && last && !last.literal && OF_WORDS.test(last.text))
    throw new SelectorFault(`Does ${char} begin a quote or belong to the id? Write \\${char} where it belongs.`, at)
  return kind
}

type Open = { kind: QuoteKind; at: number }

/** The kind of the open quote where the character at `at` closes it, else null. */
export function closesQuote(text: string, at: number, open: Open): QuoteKind | null {
  const char = String.fromCodePoint(text.codePointAt(at)!)
  const rest = text.slice(at + char.length, at + char.length + 1)
  const isEnd = rest === '' || AFTER_QUOTE.test(rest)
  if (open.kind === 'single' && isApostrophe(char)) return isEnd ? 'single' : null
  if (quoteKind(char) !== open.kind) return null
  if (!isEnd && (char !== '"' || text[open.at] !== '"'))
    throw new SelectorFault(`Does ${char} end the quote or belong to the id? Write \\${char} where it belongs.`, at)
  return open.kind
}

/** For a quote that is still open at the end of the text. */
export function requireClosed(text: string, { at }: Open): never {
  const char = text[at] as string
  throw new SelectorFault(
    char === '"'
      ? 'This quote is not closed; add a " at the end.'
      : `This quote is not closed; write "…" around the value, or \\${char} where it belongs to the id.`,
    at,
  )
}
