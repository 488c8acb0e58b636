/**
 * First step of the parser: cuts a text into terms at white space, and marks the characters that were quoted or escaped,
 * because those have no special meaning anywhere in the grammar.
 */
import { SelectorFault } from './selector-fault'

/** One character (a whole code point) of a term; `at` is its offset in the text. */
export type Char = { text: string; literal: boolean; at: number }

/** One term as written, without its `-`. `start` and `end` enclose everything, the `-` and the quotes included. */
export type RawTerm = { start: number; end: number; negated: boolean; chars: Char[] }

export const SELECTOR_CHARS_MAX = 4096
const SELECTOR_TERMS_MAX = 64

const SPACE = /\s/

/** Throws SelectorFault. */
export function tokenize(text: string): RawTerm[] {
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
    const term = readTerm(text, at)
    if (terms.length === SELECTOR_TERMS_MAX) {
      throw new SelectorFault(`A selector has at most ${SELECTOR_TERMS_MAX} terms.`, term.start, term.end - term.start)
    }
    terms.push(term)
    at = term.end
  }
  return terms
}

function readTerm(text: string, start: number): RawTerm {
  const negated = text[start] === '-'
  const chars: Char[] = []
  const first = negated ? start + 1 : start
  let at = first
  let quotedFrom = -1
  while (at < text.length) {
    const inQuotes = quotedFrom >= 0
    const char = String.fromCodePoint(text.codePointAt(at)!)
    if (!inQuotes && SPACE.test(char)) break
    if (char === '"') {
      quotedFrom = inQuotes ? -1 : at
      at++
    } else if (char === '\\') {
      const escaped = text.codePointAt(at + 1)
      if (escaped === undefined) throw new SelectorFault('"\\" escapes the next character, and there is none.', at)
      const literal = String.fromCodePoint(escaped)
      chars.push({ text: literal, literal: true, at })
      at += 1 + literal.length
    } else {
      // After `""` a "-" is no sign any more, but written back without the quotes it would be one.
      const unsigned = char === '-' && chars.length === 0 && at > first
      chars.push({ text: char, literal: inQuotes || unsigned, at })
      at += char.length
    }
  }
  if (quotedFrom >= 0) throw new SelectorFault('This quote is not closed; add a " at the end.', quotedFrom)
  if (chars.length === 0) {
    const message =
      text[start] === '-' && at === start + 1
        ? '"-" needs a term right after it, such as -env:dev.'
        : 'Nothing is quoted here; remove it.'
    throw new SelectorFault(message, start, at - start)
  }
  return { start, end: at, negated, chars }
}
