/** Writes the braces of a glob out into plain alternatives, within bounds that keep matching cheap. */
import type { GlobNode } from './glob-text'

/** A code point, or one of the three wildcards below. */
export type GlobToken = number
export const ANY = -1
export const STAR = -2
export const GLOBSTAR = -3

/** Alternatives of one glob, and the wildcard characters they may hold together (what matching costs). */
const EXPANSIONS_MAX = 1_000
const EXPANDED_TOKENS_MAX = 32_768
export const WILD_TOKENS_MAX = 4_096

const ASCII_END = 128

export class TooManyAlternatives extends Error {}

/** Throws TooManyAlternatives before any work that would cost more. */
export function expandGlob(nodes: readonly GlobNode[]): GlobToken[][] {
  if (countExpansions(nodes) > EXPANSIONS_MAX) throw new TooManyAlternatives()
  const expanded = expand(nodes)
  const total = (all: GlobToken[][]) => all.reduce((sum, tokens) => sum + tokens.length, 0)
  if (total(expanded) > EXPANDED_TOKENS_MAX) throw new TooManyAlternatives()
  if (total(expanded.filter(isWild)) > WILD_TOKENS_MAX) throw new TooManyAlternatives()
  return expanded.map(composed)
}

/** Composes an alternative of braces with the text after them, as ids are composed. */
function composed(tokens: GlobToken[]): GlobToken[] {
  if (tokens.every((token) => token < ASCII_END)) return tokens
  const result: GlobToken[] = []
  let run = ''
  const flush = () => {
    for (const char of run.normalize('NFC')) result.push(char.codePointAt(0)!)
    run = ''
  }
  for (const token of tokens) {
    if (token >= 0) run += String.fromCodePoint(token)
    else {
      flush()
      result.push(token)
    }
  }
  flush()
  return result
}

export const isWild = (tokens: readonly GlobToken[]) => tokens.some((token) => token < 0)

function countExpansions(nodes: readonly GlobNode[]): number {
  let product = 1
  for (const node of nodes) {
    if (node.type !== 'choice') continue
    product *= node.options.reduce((sum, option) => sum + countExpansions(option), 0)
    if (product > EXPANSIONS_MAX) return product
  }
  return product
}

const WILD = { any: ANY, star: STAR, globstar: GLOBSTAR } as const

function expand(nodes: readonly GlobNode[]): GlobToken[][] {
  let heads: GlobToken[][] = [[]]
  let tokens = 0
  for (const node of nodes) {
    if (node.type === 'choice') {
      const tails = node.options.flatMap(expand)
      const tailTokens = tails.reduce((sum, tail) => sum + tail.length, 0)
      if (tokens * tails.length + heads.length * tailTokens > EXPANDED_TOKENS_MAX) throw new TooManyAlternatives()
      heads = heads.flatMap((head) => tails.map((tail) => tail.reduce(append, head.slice())))
      tokens = heads.reduce((sum, head) => sum + head.length, 0)
    } else {
      const token = node.type === 'char' ? node.text.codePointAt(0)! : WILD[node.type]
      for (const head of heads) append(head, token)
      tokens += heads.length
    }
    if (tokens > EXPANDED_TOKENS_MAX) throw new TooManyAlternatives()
  }
  return heads
}

/** Neighbouring stars merge into the wider one, so that a matcher never meets two in a row. */
function append(head: GlobToken[], token: GlobToken): GlobToken[] {
  const last = head.at(-1)
  if (token <= STAR && last !== undefined && last <= STAR) head[head.length - 1] = Math.min(last, token)
  else head.push(token)
  return head
}
