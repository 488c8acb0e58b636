/**
 * Terms back to text, and the edits that chips make to a text. `parseSelector(formatTerms(terms))` gives the same terms;
 * the edits keep everything else of the text as the person wrote it.
 */
import { formatDuration } from './duration'
import { globChars, globText, isLive } from './glob-text'
import type { GlobText, TermData, TimeTest } from './term'

const PLAIN = /^[^\s"\\*?{},:-][^\s"\\*?{},:]*$/
const PLAIN_VALUE = /^[^\s"\\*?{},]+$/

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** A literal text as a value after `name:`; quoted only where needed. */
export function formatValue(text: string): string {
  return PLAIN_VALUE.test(text) ? text : quote(text)
}

/** A glob as it is written in a selector. */
function formatGlob(glob: GlobText): string {
  return glob.replace(/\\[\s\S]|[\s"]/gu, (part) => (part.startsWith('\\') ? part : `\\${part}`))
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
      return PLAIN.test(data.text) ? data.text : quote(data.text)
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
  return text.startsWith('-') ? `\\${text}` : text
}

export function formatTerms(terms: readonly (TermData & { negated: boolean })[]): string {
  return terms.map(formatTerm).join(' ')
}

/** A literal text as canonical glob text. */
export function literalGlob(text: string): GlobText {
  return globText([...text].map((char) => ({ text: char, literal: true, at: 0 })))
}
