/**
 * Terms back to text, and the edits that chips make to a text. `parseSelector(formatTerms(terms))` gives the same terms;
 * the edits keep everything else of the text as the person wrote it.
 */
import { formatDuration } from './duration'
import { formatValue, formatWord } from './format-value'
import { globChars, globText, isLive } from './glob-text'
import type { GlobText, TermData, TimeTest } from './term'
import { isMinus, isSpecial } from './typography'

/** Live in a glob, or of no meaning in one. */
const OF_GLOBS = new Set([...'*?{},:<>'])

/** Whether a glob is written with a `\` before this character: without it, it would be refused or mean something. */
export const isEscaped = (char: string): boolean => /\s/.test(char) || (isSpecial(char) && !OF_GLOBS.has(char))

/** A glob as it is written in a selector. */
function formatGlob(glob: GlobText): string {
  return glob.replace(/\\[\s\S]|[\s\S]/gu, (part) => (part[0] !== '\\' && isEscaped(part) ? `\\${part}` : part))
}

/** A glob as a value: one without wildcards reads better quoted than escaped. */
export function formatGlobValue(glob: GlobText): string {
  const chars = globChars(glob)
  return chars.some(isLive) ? formatGlob(glob) : formatValue(chars.map((char) => char.text).join(''))
}

const formatTime = (time: TimeTest) =>
  time.test === 'never' ? 'never' : `${time.test === 'older' ? '>' : '<'}${formatDuration(time.ms)}`

function formatData(data: TermData): string {
  switch (data.kind) {
    case 'word':
      return formatWord(data.text)
    case 'segment':
    case 'whole':
      return formatGlob(data.glob)
    case 'id':
    case 'op':
      return `${data.kind}:${data.ids.map(formatValue).join(',')}`
    case 'part':
      return `${data.name}:${data.globs.map(formatGlobValue).join(',')}`
    case 'code':
      return `code:${data.globs.map(formatGlobValue).join(',')}`
    case 'seen':
    case 'created':
      return `${data.kind}:${data.values.map(formatTime).join(',')}`
    default:
      return `${data.kind}:${data.values.join(',')}`
  }
}

/** One term as text, its `-` included. */
export function formatTerm(term: TermData & { negated: boolean }): string {
  const text = formatData(term)
  if (term.negated) return `-${text}`
  return isMinus([...text][0] ?? '') ? `\\${text}` : text
}

export function formatTerms(terms: readonly (TermData & { negated: boolean })[]): string {
  return terms.map(formatTerm).join(' ')
}

/** A literal text as canonical glob text. */
export function literalGlob(text: string): GlobText {
  return globText([...text].map((char) => ({ text: char, literal: true, at: 0 })))
}
