import { parseSelector } from './parse'
import { firstStateTerm } from './term'

/** Why a selector cannot be a fence: its first term that looks at more than the id, and where it is written. */
export type StateTerm = { text: string; position: number; length: number }

/** Null if the text alone does not rule out a fence of it. @param parts names of the org's id pattern. */
export function stateTermOf(selector: string, parts: readonly string[]): StateTerm | null {
  const parsed = parseSelector(selector, { parts })
  const term = parsed.ok ? firstStateTerm(parsed.terms) : undefined
  if (!term) return null
  return { text: selector.slice(term.start, term.end), position: term.start, length: term.end - term.start }
}
