/**
 * First step of the parser: cuts a text into terms at white space, and marks the characters that were quoted or escaped,
 * because those have no special meaning anywhere in the grammar.
 */
import { SELECTOR_CHARS_MAX } from '../limits'
import { closesQuote, opensQuote, requireClosed } from './quotes'
import type { Char, RawTerm } from './raw-term'
import { requirePlain } from './require-plain'
import { SelectorFault } from './selector-fault'
import { isMinus, type QuoteKind } from './typography'

/** `asOnceWritten`: typographic characters are themselves, as they were before the grammar knew them. */
export type TokenizeOptions = { asOnceWritten?: boolean }

const SELECTOR_TERMS_MAX = 64

const SPACE = /\s/

/** Throws SelectorFault. */
export function tokenize(text: string, options: TokenizeOptions = {}): RawTerm[] {
  if (text.length > SELECTOR_CHARS_MAX) {
    throw new SelectorFault(
      `A selector has at most ${SELECTOR_CHARS_MAX} characters; this one has ${text.length}.`,
      SELECTOR_CHARS_MAX,
      text.length - SELECTOR_CHARS_MAX,
    )
  }
  const terms: RawTerm[] = []
  let at = 0
  while (at < text.length) {
    if (SPACE.test(text[at]!)) {
      at++
      continue
    }
    const term = readTerm(text, at, options)
    if (terms.length === SELECTOR_TERMS_MAX) {
      throw new SelectorFault(`A selector has at most ${SELECTOR_TERMS_MAX} terms.`, term.start, term.end - term.start)
    }
    terms.push(term)
    at = term.end
  }
  return terms
}

const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at)!)

function readTerm(text: string, start: number, { asOnceWritten = false }: TokenizeOptions): RawTerm {
  const sign = charAt(text, start)
  const negated = asOnceWritten ? sign === '-' : isMinus(sign)
  const chars: Char[] = []
  const first = negated ? start + sign.length : start
  let at = first
  let open: { kind: QuoteKind; at: number } | null = null
  while (at < text.length) {
    const char = charAt(text, at)
    if (!open && SPACE.test(char)) break
    if (char === '\\') {
      const escaped = text.codePointAt(at + 1)
      if (escaped === undefined) throw new SelectorFault('"\\" escapes the next character, and there is none.', at)
      const literal = String.fromCodePoint(escaped)
      chars.push({ text: literal, literal: true, at })
      at += 1 + literal.length
      continue
    }
    const kind: QuoteKind | null = asOnceWritten
      ? char === '"'
        ? 'double'
        : null
      : open
        ? closesQuote(text, at, open)
        : opensQuote(char, chars, at)
    if (kind) {
      open = open ? null : { kind, at }
    } else {
      if (!open && !asOnceWritten) requirePlain(char, chars, at)
      // After `""` a "-" is no sign any more, but written back without the quotes it would be one.
      const unsigned = isMinus(char) && chars.length === 0 && at > first
      chars.push({ text: char, literal: open !== null || unsigned, at })
    }
    at += char.length
  }
  if (open) requireClosed(text, open)
  if (chars.length === 0) {
    const message =
      negated && at === first
        ? `"${sign}" needs a term right after it, such as -env:dev.`
        : 'Nothing is quoted here; remove it.'
    throw new SelectorFault(message, start, at - start)
  }
  return { start, end: at, negated, chars }
}
