/**
 * What phones, word processors and other scripts write in place of the grammar's own characters. Outside quotes each of them
 * either means the same or is an error: none is ever part of a word without a person saying so.
 */

/** Any of the first list opens a quote, and any of the same list closes it: keyboards pair them in many ways. */
const DOUBLE =
  /^["\u201c-\u201f\u00ab\u00bb\u2033\u2036\u301d-\u301f\uff02\u275d\u275e\u300c-\u300f\ufe41-\ufe44\uff62\uff63]$/
const SINGLE = /^[\u2018-\u201b\u2039\u203a\u2032\u2035\uff07\u275b\u275c]$/
/** They begin and end quotes elsewhere, but belong to words as well: an error where a value begins, else themselves. */
const APOSTROPHE = /^['`\u00b4\u02b9\u02bb-\u02bd\u02ca\u02cb]$/

export type QuoteKind = 'double' | 'single'

export function quoteKind(char: string): QuoteKind | null {
  if (DOUBLE.test(char)) return 'double'
  return SINGLE.test(char) ? 'single' : null
}

export const isApostrophe = (char: string): boolean => APOSTROPHE.test(char)

/** A hyphen, a minus or a dash of any width: in front of a term each means "not". */
export const isMinus = (char: string): boolean => /^\p{Dash}$/u.test(char)

/** Those that compatibility forms do not lead to. */
const ALSO_MEANT = new Map(
  Object.entries({
    ':': '\u02d0\u02f8\u0589\u05c3\u2236\ua789\ufe30',
    '*': '\u2217\u204e\u2731\u2732\u273b\u2022',
    '\\': '\u2216\u29f5\u29f9',
    ',': '\u3001\u060c\uff64\ufe51\ua4f9',
    '{': '\u2774',
    '}': '\u2775',
    '(': '\u2768\u276a',
    ')': '\u2769\u276b',
    '|': '\u2223\u2758\u2502\u00a6',
    '...': '\u2025\u22ef',
  }).flatMap(([meant, chars]) => [...chars].map((char) => [char, meant] as const)),
)

const ASCII = /^[\u0000-\u007f]+$/

/** The ASCII text that a character looks like: `：` → `:`, `…` → `...`; itself if there is none. */
export function meantText(char: string): string {
  if (ASCII.test(char)) return char
  const plain = ALSO_MEANT.get(char) ?? char.normalize('NFKC')
  return ASCII.test(plain) ? plain : char
}

const JOINER = /^(?:\u200c|\u200d|[\ufe00-\ufe0f])$/

/** What no font draws. A joiner after a letter of a script or an emoji that needs it is part of that. */
export const isInvisible = (char: string, before: string | undefined): boolean =>
  /^[\p{DI}\p{Cf}\p{Cc}\u2800]$/u.test(char) && !(JOINER.test(char) && before !== undefined && !ASCII.test(before))

/** `U+200B` */
export const codeOf = (char: string): string =>
  `U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`

const SPECIAL = new Set([...'"\'`\\*?{},;:|&()!=<>', '...', '..'])

/** Whether a character could mean something where it is not quoted: what is written back with it is quoted or escaped. */
export const isSpecial = (char: string): boolean =>
  quoteKind(char) !== null ||
  isApostrophe(char) ||
  SPECIAL.has(meantText(char)) ||
  (!ASCII.test(char) && isInvisible(char, undefined))

/** A word that joins terms elsewhere: in a selector every term has to hold anyway, and alternatives are written in braces. */
export const JOINING_WORDS: ReadonlySet<string> = new Set(['or', 'and', 'not', 'xor', 'nor'])
