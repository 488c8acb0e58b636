/**
 * What chips and facets do to a selector's text. Only the term concerned is rewritten; everything else stays as it was
 * written. A text that has an open quote cannot be edited and comes back unchanged.
 */
import { formatGlobValue, literalGlob } from './format'
import { formatValue } from './format-value'
import { globText } from './glob-text'
import { nameOf } from './parse'
import { splitValues } from './parse-values'
import type { RawTerm } from './raw-term'
import { SelectorFault } from './selector-fault'
import { tokenize } from './tokenize'

type Range = { start: number; end: number }

/** The text without white space around its terms. One that is part of a term, quoted or escaped, stays. */
export function trimSelector(text: string): string {
  try {
    const terms = tokenize(text)
    return text.slice(terms[0]?.start ?? 0, terms.at(-1)?.end ?? 0)
  } catch (error) {
    if (error instanceof SelectorFault) return text.trim()
    throw error
  }
}

/** Takes one term out, with the white space that set it apart. */
export function removeTerm(text: string, term: Range): string {
  const before = trimSelector(text.slice(0, term.start))
  const after = trimSelector(text.slice(term.end))
  return before && after ? `${before} ${after}` : before + after
}

/**
 * Makes `name:` mean any of these literal values: rewrites the first positive `name:` term, drops further ones, adds one
 * at the end when there was none, removes it when `values` is empty. Negated terms stay.
 */
export function setTerm(text: string, name: string, values: readonly string[]): string {
  return replace(text, name, values.map(formatValue))
}

/** Adds or takes away one literal value of `name:`, keeping the globs beside it. */
export function toggleValue(text: string, name: string, value: string): string {
  const globs = positiveGlobs(text, name)
  if (globs === null) return text
  const wanted = literalGlob(value)
  const rest = globs.filter((glob) => glob !== wanted)
  const next = rest.length < globs.length ? rest : [...globs, wanted]
  return replace(text, name, next.map(formatGlobValue))
}

/** True when `name:` names this literal value; a glob that happens to match it does not count. */
export function hasValue(text: string, name: string, value: string): boolean {
  return positiveGlobs(text, name)?.includes(literalGlob(value)) ?? false
}

function positiveGlobs(text: string, name: string): string[] | null {
  try {
    return positive(text, name).flatMap(({ chars, end }) => {
      const after = chars.slice(chars.findIndex((char) => char.text === ':') + 1)
      return after.length === 0
        ? []
        : splitValues(name, after, after[0]?.at ?? end).map((value) => globText(value.chars))
    })
  } catch (error) {
    if (error instanceof SelectorFault) return null
    throw error
  }
}

function positive(text: string, name: string): RawTerm[] {
  return tokenize(text).filter((raw) => !raw.negated && nameOf(raw.chars) === name.toLowerCase())
}

function replace(text: string, name: string, values: readonly string[]): string {
  let found: RawTerm[]
  try {
    found = positive(text, name)
  } catch (error) {
    if (error instanceof SelectorFault) return text
    throw error
  }
  const written = values.length > 0 ? `${name}:${values.join(',')}` : ''
  const [first, ...others] = found
  const trimmed = others.toReversed().reduce(removeTerm, text)
  if (!first) return written && trimmed.trim() ? `${trimSelector(trimmed)} ${written}` : written || trimmed
  return written ? trimmed.slice(0, first.start) + written + trimmed.slice(first.end) : removeTerm(trimmed, first)
}
