/**
 * Compiled globs. A text is matched in one pass per alternative, in time proportional to its length; plain alternatives
 * are looked up in a set. Texts must be folded (`foldCase`) by the caller, once.
 */
import { expandGlob, GLOBSTAR, type GlobToken, isWild, STAR } from './expand-glob'
import { compileAutomaton } from './glob-automaton'
import { type GlobNode, globChars, parseGlob } from './glob-text'
import type { GlobText } from './term'

/** `cost`: matchers that one text may have to pass, 1 where absent. */
export type TextTest = { (folded: string): boolean; cost?: number }

export const costOf = (test: TextTest): number => test.cost ?? 1

/**
 * `test` takes a whole id. `perSegment(count)` gives one test per segment for ids of that many segments (null: none of them
 * matches); it is null itself where the glob does not fall apart at `:`.
 */
export type WholeGlob = { test: TextTest; perSegment: ((count: number) => TextTest[] | null) | null }

/** Holds for everything; compare by identity to skip it. */
export const ALWAYS: TextTest = () => true

/** For one segment, or for any text without `:`. Throws TooManyAlternatives. */
export function compileGlob(glob: GlobText): TextTest {
  return compileNodes(parseGlob(globChars(glob)), true)
}

/** For whole ids. Throws TooManyAlternatives. */
export function compileWholeGlob(glob: GlobText): WholeGlob {
  const nodes = parseGlob(globChars(glob))
  const runs: GlobNode[][] = [[]]
  for (const node of nodes) {
    if (isColon(node)) runs.push([])
    else runs.at(-1)!.push(node)
  }
  const gap = runs.findIndex((run) => run.length === 1 && run[0]!.type === 'globstar')
  if (runs.some((run, index) => index !== gap && run.some(crosses)))
    return { test: compileNodes(nodes, false), perSegment: null }
  const segments = runs.map((run) => compileNodes(run, true))
  if (gap < 0) {
    return {
      test: (folded) => matchSegments(segments, folded),
      perSegment: (count) => (count === segments.length ? segments : null),
    }
  }
  // A `**` that is a segment of its own matches one segment or more.
  const perSegment = (count: number) =>
    count < segments.length
      ? null
      : segments.toSpliced(gap, 1, ...Array<TextTest>(count - segments.length + 1).fill(ALWAYS))
  return { test: compileNodes(nodes, false), perSegment }
}

function matchSegments(segments: readonly TextTest[], folded: string): boolean {
  let from = 0
  for (let index = 0; index < segments.length; index++) {
    const colon = folded.indexOf(':', from)
    const last = index === segments.length - 1
    if (last !== (colon === -1)) return false
    if (!segments[index]!(last ? folded.slice(from) : folded.slice(from, colon))) return false
    from = colon + 1
  }
  return true
}

const isColon = (node: GlobNode) => node.type === 'char' && node.text === ':'
const crosses = (node: GlobNode): boolean =>
  node.type === 'globstar' ||
  (node.type === 'choice' && node.options.some((run) => run.some((each) => isColon(each) || crosses(each))))

const toText = (tokens: readonly GlobToken[]) => tokens.map((token) => String.fromCodePoint(token)).join('')

function compileNodes(nodes: readonly GlobNode[], oneSegment: boolean): TextTest {
  const plain = new Set<string>()
  const wild: TextTest[] = []
  for (const tokens of expandGlob(nodes)) {
    const only = tokens.length === 1 ? tokens[0] : undefined
    if (only === GLOBSTAR || (only === STAR && oneSegment)) return ALWAYS
    if (isWild(tokens))
      wild.push(compileStarred(tokens, oneSegment) ?? withCost(compileAutomaton(tokens), (tokens.length >>> 5) + 1))
    else plain.add(toText(tokens))
  }
  if (wild.length === 0) return (folded) => plain.has(folded)
  if (wild.length === 1 && plain.size === 0) return wild[0]!
  const cost = wild.reduce((sum, test) => sum + costOf(test), 1)
  return withCost((folded) => plain.has(folded) || wild.some((test) => test(folded)), cost)
}

const withCost = (test: TextTest, cost: number): TextTest => Object.assign(test, { cost })

/** The common shapes `a*`, `*a`, `a*b` and `*a*`, for which string search is faster; null for all others. */
function compileStarred(tokens: readonly GlobToken[], oneSegment: boolean): TextTest | null {
  const star = oneSegment ? STAR : GLOBSTAR
  const stars = tokens.filter((token) => token < 0)
  if (stars.length > 2 || !stars.every((token) => token === star || token === GLOBSTAR)) return null
  const from = tokens.findIndex((token) => token < 0)
  if (stars.length === 2) {
    if (tokens[0]! >= 0 || tokens.at(-1)! >= 0) return null
    const inner = toText(tokens.slice(1, -1))
    return (folded) => folded.includes(inner)
  }
  const head = toText(tokens.slice(0, from))
  const tail = toText(tokens.slice(from + 1))
  const lengthMin = head.length + tail.length
  return (folded) => folded.length >= lengthMin && folded.startsWith(head) && folded.endsWith(tail)
}
