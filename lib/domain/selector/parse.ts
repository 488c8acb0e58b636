/** The selector parser: a text is a list of terms, or one error that points at the character and names what would work. */

import { foldCase } from '../ids/fold-case'
import { expandGlob, TooManyAlternatives, WILD_TOKENS_MAX } from './expand-glob'
import { isEscaped } from './format'
import { globChars, globText, isLive, parseGlob } from './glob-text'
import { nearest } from './nearest'
import { readGlobs, readNamed, splitValues } from './parse-values'
import type { Char, RawTerm } from './raw-term'
import { plainName, requireNoJoiners, requireSeparators } from './require-plain'
import { SelectorFault } from './selector-fault'
import { type GlobText, type ParseResult, TERM_NAMES, type Term, type TermData, type TermName } from './term'
import { type TokenizeOptions, tokenize } from './tokenize'

/**
 * `parts`: part names of the org's id pattern. `firstSegments`: every first segment that occurs in the fleet, folded with
 * `foldCase`; without it `x:y` is a whole-id glob whatever `x` is.
 */
export type ParseOptions = TokenizeOptions & {
  parts: readonly string[]
  firstSegments?: Pick<ReadonlySet<string>, 'has'>
}

/** Never throws. An empty text has no terms: the whole fleet. */
export function parseSelector(text: string, options: ParseOptions): ParseResult {
  try {
    const raw = tokenize(text, options)
    if (!options.asOnceWritten) requireNoJoiners(raw)
    return { ok: true, terms: raw.map((each) => readTerm(each, options)) }
  } catch (error) {
    if (!(error instanceof SelectorFault)) throw error
    return { ok: false, error: { message: error.message, position: error.position, length: error.length } }
  }
}

/**
 * A selector that was accepted before and is still in force, such as a fence's. If today's grammar refuses the text, it means
 * what it meant when it was written: a stop does not end because the grammar got stricter.
 */
export function parseStoredSelector(text: string, parts: readonly string[]): ParseResult {
  const parsed = parseSelector(text, { parts })
  return parsed.ok ? parsed : parseSelector(text, { parts, asOnceWritten: true })
}

/** The name before the first `:` when neither the name nor the `:` is quoted, lower-cased; null otherwise. */
export function nameOf(chars: readonly Char[]): string | null {
  const colon = chars.findIndex((char) => char.text === ':')
  if (colon < 0 || chars.slice(0, colon + 1).some((char) => char.literal)) return null
  return foldCase(
    chars
      .slice(0, colon)
      .map((char) => char.text)
      .join(''),
  )
}

const isTermName = (name: string): name is TermName => (TERM_NAMES as readonly string[]).includes(name)

function readTerm(raw: RawTerm, options: ParseOptions): Term {
  const { start, end, negated, chars } = raw
  try {
    const data = readData(raw, options)
    return { ...data, negated, start, end }
  } catch (error) {
    if (!(error instanceof TooManyAlternatives)) throw error
    const at = chars.find((char) => !char.literal && char.text === '{')?.at ?? start
    throw new SelectorFault(
      `This glob has too many alternatives (at most 1,000, or ${WILD_TOKENS_MAX} characters with wildcards).`,
      at,
      end - at,
    )
  }
}

function readData({ chars, end }: RawTerm, options: ParseOptions): TermData {
  const name = nameOf(chars)
  const isName = (text: string) => isTermName(text) || options.parts.includes(text)
  if (!options.asOnceWritten) requireSeparators(chars, isName)
  if (name !== null && isName(name)) {
    const after = chars.slice(chars.findIndex((char) => char.text === ':') + 1)
    const values = splitValues(name, after, after[0]?.at ?? end)
    return checked(isTermName(name) ? readNamed(name, values) : { kind: 'part', name, globs: readGlobs(name, values) })
  }
  const whole = chars.some((char) => char.text === ':' && !char.literal)
  if (!whole && !chars.some(isLive)) return { kind: 'word', text: chars.map((char) => char.text).join('') }
  if (name !== null) {
    const plain = options.asOnceWritten ? null : plainName(name, isName)
    if (plain)
      throw new SelectorFault(
        `Write "${plain}:" in plain letters; quote it to search for the text.`,
        chars[0]!.at,
        name.length,
      )
    checkFirstSegment(name, chars, options)
  }
  parseGlob(chars)
  if (!chars.some((char) => char.text === ':')) return checked({ kind: 'segment', glob: globText(chars) })
  return checked({
    kind: 'whole',
    glob: name === null || [...name].some(isEscaped) ? sealName(chars) : globText(chars),
  })
}

/** A quoted first segment stays quoted in canonical text, or `"role":x*` would come back as a part. */
function sealName(chars: readonly Char[]): GlobText {
  const colon = chars.findIndex((char) => char.text === ':')
  const glob = globText(chars)
  return glob.startsWith('\\') || chars.slice(0, colon).some(isLive) ? glob : `\\${glob}`
}

/** Refuses a glob that could not be compiled within bounds here, where a position is known. */
function checked(data: TermData): TermData {
  const globs = 'globs' in data ? data.globs : 'glob' in data ? [data.glob] : []
  for (const glob of globs) expandGlob(parseGlob(globChars(glob)))
  return data
}

function checkFirstSegment(name: string, chars: readonly Char[], { parts, firstSegments }: ParseOptions) {
  if (!firstSegments || firstSegments.has(name) || /[*?{]/.test(name)) return
  const guess = nearest(name, [...TERM_NAMES, ...parts])
  const hint = guess ? ` Did you mean "${guess}:"?` : ` Terms are ${[...TERM_NAMES, ...parts].join(', ')}.`
  throw new SelectorFault(
    `"${name}:" is neither a term nor the first segment of any id.${hint} Quote it to search for the text.`,
    chars[0]!.at,
    name.length + 1,
  )
}
