/** Literal texts as a selector has them, quoted only where needed. It knows nothing of globs, so that pages which only quote stay small. */
import { isMinus, isSpecial, JOINING_WORDS, quoteKind } from './typography'

/** Special elsewhere, but not in the middle of a value. */
const OF_VALUES = new Set([...':&()<>='])

const isPlain = (text: string, allowed: ReadonlySet<string>): boolean =>
  text !== '' && [...text].every((char) => !/\s/.test(char) && (allowed.has(char) || !isSpecial(char)))

const quote = (text: string) =>
  `"${[...text].map((char) => (char === '\\' || quoteKind(char) === 'double' ? `\\${char}` : char)).join('')}"`

/** A literal text as a value after `name:`; quoted only where needed. */
export function formatValue(text: string): string {
  return isPlain(text, OF_VALUES) && /^[^&()=]/.test(text) && !/[)]$|&&/.test(text) ? text : quote(text)
}

/** A literal text as a word of its own; quoted only where needed. */
export const formatWord = (text: string): string =>
  isPlain(text, NOTHING) && !JOINING_WORDS.has(text.toLowerCase()) && !isMinus([...text][0]!) ? text : quote(text)
const NOTHING: ReadonlySet<string> = new Set()
