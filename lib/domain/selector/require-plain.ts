/** Unquoted characters and words that look like grammar and are none: each is an error with what to write. */

import type { Char, RawTerm } from './raw-term'
import { SelectorFault } from './selector-fault'
import { codeOf, isInvisible, isMinus, JOINING_WORDS, meantText } from './typography'

/** Refuses one character outside quotes. @param before characters of the term so far. */
export function requirePlain(char: string, before: readonly Char[], at: number): void {
  if (isInvisible(char, before.at(-1)?.text))
    throw new SelectorFault(
      `Character ${codeOf(char)} cannot be seen; remove it, or quote the value where it belongs to the id.`,
      at,
      char.length,
    )
  const meant = meantText(char)
  if (meant !== char && ':*?{}\\'.includes(meant))
    throw new SelectorFault(
      `This is ${char} (${codeOf(char)}); write ${meant} instead, or \\${char} where it belongs to the id.`,
      at,
      char.length,
    )
  if (meant === '|')
    throw new SelectorFault(`"${char}" is not "or"; write {a,b} or env:a,b for any of several. Quote it as a text.`, at)
  const isFirst = before.length === 0
  const last = before.at(-1)
  const begins = isFirst || (!!last && !last.literal && ':,'.includes(last.text))
  if (meant === '!' && begins)
    throw new SelectorFault(
      `"${char}" is not "not"; write - in front of the term, as in -env:dev. Quote it as a text.`,
      at,
    )
  if (meant === '(' && begins) throw new SelectorFault(PARENTHESES, at)
  if (meant === '&' && last && !last.literal && meantText(last.text) === '&') throw new SelectorFault(AND, last.at, 2)
}

const LIST = 'A list needs braces or a name: write {a,b} or env:a,b for any of several. Quote it as a text.'
const VALUES = 'Values are written side by side with a "," between them, as in env:a,b. Quote it as a text.'
const PARENTHESES =
  'A selector has no parentheses: every term has to hold, and {a,b} or env:a,b is any of several. Quote them as a text.'
const AND = 'A selector needs no "and": terms beside each other all have to hold. Leave it out, or quote it as a text.'
const OR = 'A selector has no "or": write {a,b} or env:a,b for any of several. Quote the word to search for it.'
const NOT =
  'A selector has no "not": write - right in front of the term, as in -env:dev. Quote the word to search for it.'

/**
 * Refuses terms that are words between terms elsewhere. One in capitals is never a word; one in small letters is the word
 * where it is the only term, for people search for "or" too.
 */
export function requireNoJoiners(terms: readonly RawTerm[]): void {
  for (const { chars, start, end } of terms) {
    if (chars.some(({ literal }) => literal)) continue
    const text = chars.map((char) => meantText(char.text)).join('')
    const word = text.toLowerCase()
    const isJoiner = JOINING_WORDS.has(word) && (terms.length > 1 || text === text.toUpperCase())
    if (isJoiner || text === '&') throw new SelectorFault(messageOf(word), start, end - start)
    if (text === ')') throw new SelectorFault(PARENTHESES, start, end - start)
  }
}

const messageOf = (word: string): string => (word === 'and' || word === '&' ? AND : word === 'not' ? NOT : OR)

/** Refuses `env=prod`, and what separates values elsewhere. @param isName of a term or a part. */
export function requireSeparators(chars: readonly Char[], isName: (name: string) => boolean): void {
  const meant = chars.map(({ text, literal }) => (literal ? '' : meantText(text)))
  if (meant.at(-1) === ')' && !meant.includes('(')) throw new SelectorFault(PARENTHESES, chars.at(-1)!.at)
  const equals = meant.indexOf('=')
  const name = meant.slice(0, Math.max(0, equals)).join('').toLowerCase()
  const bare = name.replace(/[!~]$/, '')
  if (isName(bare))
    throw new SelectorFault(
      `Write ${bare === name ? '' : '-'}${bare}: instead of ${name}=, or quote it to search for the text.`,
      chars[equals]!.at,
    )
  const isNamed = meant.includes(':') && isName(meant.slice(0, meant.indexOf(':')).join('').toLowerCase())
  let depth = 0
  for (const [index, { text, at }] of chars.entries()) {
    if (meant[index] === '{') depth++
    if (meant[index] === '}') depth--
    if (meant[index] === ';' || (meant[index] === ',' && !isNamed && depth <= 0))
      throw new SelectorFault(isNamed ? VALUES : LIST, at)
    const isOther = meant[index] !== text && meant[index] !== ''
    if (isOther && (meant[index] === ',' || (depth > 0 && /^\.\.+$/.test(meant[index]!))))
      throw new SelectorFault(
        `This is ${text} (${codeOf(text)}); write ${meant[index] === ',' ? ',' : '..'} instead, or \\${text} where it belongs to the id.`,
        at,
      )
  }
}

/** A name written in other forms of its letters, such as full-width ones, as it has to be written; else null. */
export function plainName(name: string, isName: (name: string) => boolean): string | null {
  const plain = [...name.normalize('NFKC')]
    .map((char) => (isMinus(char) ? '-' : char))
    .join('')
    .toLowerCase()
  return plain !== name && isName(plain) ? plain : null
}
