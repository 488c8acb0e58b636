/** Compiles the terms that look at a device's id alone. */
import { foldCase } from '../ids/fold-case'
import { compileGlob, compileWholeGlob, costOf, type TextTest } from './glob'
import type { Term } from './term'

/** An id, its folded form, and the folded form cut at `:`. */
export type IdSubject = { deviceId: string; folded: string; segments: readonly string[] }
/** `cost` as of a `TextTest`. */
export type IdTest = { (subject: IdSubject): boolean; cost?: number }

export function idSubject(deviceId: string): IdSubject {
  const folded = foldCase(deviceId)
  return { deviceId, folded, segments: folded.split(':') }
}

/** True where the id fits the org's pattern: as many segments as parts, none empty. */
export const fitsPattern = (segments: readonly string[], parts: readonly string[]) =>
  segments.length === parts.length && !segments.includes('')

export function anyOf(tests: readonly TextTest[]): TextTest {
  const test: TextTest = (text) => tests.some((each) => each(text))
  test.cost = tests.reduce((sum, each) => sum + costOf(each), 0)
  return test
}

/** Null for a term that needs more than the id. The sign of the term is left to the caller. */
export function compileIdTest(term: Term, parts: readonly string[]): IdTest | null {
  switch (term.kind) {
    case 'word': {
      const text = foldCase(term.text)
      return ({ folded }) => folded.includes(text)
    }
    case 'segment': {
      const test = compileGlob(term.glob)
      return Object.assign(({ segments }: IdSubject) => segments.some(test), { cost: test.cost })
    }
    case 'whole': {
      const { test } = compileWholeGlob(term.glob)
      return Object.assign(({ folded }: IdSubject) => test(folded), { cost: test.cost })
    }
    case 'id': {
      const ids = new Set(term.ids)
      return ({ deviceId }) => ids.has(deviceId)
    }
    case 'part': {
      const at = parts.indexOf(term.name)
      const test = anyOf(term.globs.map(compileGlob))
      return ({ segments }) => at >= 0 && fitsPattern(segments, parts) && test(segments[at]!)
    }
    case 'shape':
      return term.values.includes('lookalike') ? null : ({ segments }) => !fitsPattern(segments, parts)
    default:
      return null
  }
}
