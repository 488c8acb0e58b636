/**
 * Globs between source characters and canonical text, and their tree. Canonical text escapes with `\` what would
 * otherwise be live, and has no quotes.
 */
import { foldCase } from '../ids/fold-case'
import type { Char } from './raw-term'
import { SelectorFault } from './selector-fault'
import type { GlobText } from './term'

/** `text` of a char is folded. `star` stays inside a segment, `globstar` crosses segments. */
export type GlobNode =
  | { type: 'char'; text: string }
  | { type: 'any' | 'star' | 'globstar' }
  | { type: 'choice'; options: GlobNode[][] }

const BRACE_DEPTH_MAX = 8
const RANGE_VALUES_MAX = 1_000

const LIVE = new Set(['*', '?', '{', '}', ',', '\\'])

export const isLive = (char: Char) =>
  !char.literal && (char.text === '*' || char.text === '?' || char.text === '{' || char.text === '}')

export function globText(chars: readonly Char[]): GlobText {
  return chars.map(({ text, literal }) => (literal && LIVE.has(text) ? `\\${text}` : text)).join('')
}

/** The inverse of `globText`; offsets are those of the canonical text. */
export function globChars(glob: GlobText): Char[] {
  const chars: Char[] = []
  for (let at = 0; at < glob.length; ) {
    const literal = glob[at] === '\\'
    const text = String.fromCodePoint(glob.codePointAt(literal ? at + 1 : at) ?? 92)
    chars.push({ text, literal, at })
    at += text.length + (literal ? 1 : 0)
  }
  return chars
}

/** Throws SelectorFault that points at the character. */
export function parseGlob(chars: readonly Char[]): GlobNode[] {
  const composed = compose(chars)
  const [nodes, next] = parseRun(composed, 0, 0)
  if (next < composed.length)
    throw new SelectorFault('This "}" has no "{" before it; write \\} for the character.', composed[next]!.at)
  return nodes
}

/** Composes the text between live characters, as ids are composed before they are compared. */
function compose(chars: readonly Char[]): readonly Char[] {
  if (chars.every((char) => char.text < '\u0080')) return chars
  const composed: Char[] = []
  for (let from = 0; from < chars.length; ) {
    let to = from
    while (to < chars.length && (chars[to]!.literal || !LIVE.has(chars[to]!.text))) to++
    const run = chars.slice(from, to)
    const text = run.map((char) => char.text).join('')
    const whole = text.normalize('NFC')
    const at = run[0]?.at ?? 0
    if (whole === text) composed.push(...run)
    else composed.push(...[...whole].map((char) => ({ text: char, literal: LIVE.has(char), at })))
    if (to < chars.length) composed.push(chars[to]!)
    from = to + 1
  }
  return composed
}

function parseRun(chars: readonly Char[], from: number, depth: number): [GlobNode[], number] {
  const nodes: GlobNode[] = []
  let at = from
  while (at < chars.length) {
    const char = chars[at]!
    if (char.literal || !LIVE.has(char.text) || (char.text === ',' && depth === 0)) {
      nodes.push({ type: 'char', text: foldCase(char.text) })
      at++
    } else if (char.text === '*') {
      const first = at
      while (at < chars.length && !chars[at]!.literal && chars[at]!.text === '*') at++
      nodes.push({ type: at - first > 1 ? 'globstar' : 'star' })
    } else if (char.text === '?') {
      nodes.push({ type: 'any' })
      at++
    } else if (char.text === '{') {
      const [choice, next] = parseBraces(chars, at, depth + 1)
      nodes.push(choice)
      at = next
    } else break
  }
  return [nodes, at]
}

function parseBraces(chars: readonly Char[], open: number, depth: number): [GlobNode, number] {
  if (depth > BRACE_DEPTH_MAX) throw new SelectorFault(`Braces nest at most ${BRACE_DEPTH_MAX} deep.`, chars[open]!.at)
  const options: GlobNode[][] = []
  let at = open + 1
  for (;;) {
    const [nodes, next] = parseRun(chars, at, depth)
    const close = chars[next]
    if (!close)
      throw new SelectorFault(
        'This "{" is not closed; write {a,b} or {01..10}, or \\{ for the character.',
        chars[open]!.at,
      )
    options.push(...(readRange(chars.slice(at, next)) ?? [nodes]))
    at = next + 1
    if (close.text === '}') break
  }
  if (options.every((nodes) => nodes.length === 0))
    throw new SelectorFault('These braces are empty; write {a,b} or {01..10}.', chars[open]!.at, 2)
  return [{ type: 'choice', options }, at]
}

/** `01..10` → its numbers, padded as the longer end is when either end has a leading zero; null where there is no `..`. */
function readRange(chars: readonly Char[]): GlobNode[][] | null {
  const text = chars.map((char) => (char.literal ? '\\' : char.text)).join('')
  if (!text.includes('..')) return null
  const at = chars[0]!.at
  const length = chars.at(-1)!.at + 1 - at
  const [, from, to] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? []
  if (!from || !to)
    throw new SelectorFault('A range in braces is two numbers, as in {01..10}; quote the dots otherwise.', at, length)
  const step = Number(from) <= Number(to) ? 1 : -1
  const count = Math.abs(Number(to) - Number(from)) + 1
  if (count > RANGE_VALUES_MAX)
    throw new SelectorFault(`A range has at most ${RANGE_VALUES_MAX} numbers; this one has ${count}.`, at, length)
  const padded = [from, to].some((end) => end.length > 1 && end.startsWith('0'))
  const width = padded ? Math.max(from.length, to.length) : 0
  return Array.from({ length: count }, (_, index) =>
    [...String(Number(from) + index * step).padStart(width, '0')].map(
      (digit) => ({ type: 'char', text: digit }) as const,
    ),
  )
}
