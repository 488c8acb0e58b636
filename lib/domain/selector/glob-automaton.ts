/**
 * Matches one alternative of a glob in a single pass over the text. The states of the automaton are bits, so a pass costs
 * the length of the text times one word per 32 pattern characters, whatever the glob: there is nothing to backtrack to.
 */
import { ANY, GLOBSTAR, type GlobToken, STAR } from './expand-glob'

const COLON = 58
const ASCII_END = 128

/** Per character, the states that it moves on and the states that it leaves where they are. */
type Masks = {
  words: number
  advance: (code: number) => Uint32Array
  loop: (code: number) => Uint32Array
  stars: Uint32Array
}

/** Returns a test for folded text. No two stars of `tokens` are neighbours. */
export function compileAutomaton(tokens: readonly GlobToken[]): (folded: string) => boolean {
  const lengthMin = tokens.filter((token) => token > STAR).length
  const masks = buildMasks(tokens)
  const run = masks.words === 1 ? oneWord(masks, tokens.length) : manyWords(masks, tokens.length)
  return (folded) => folded.length >= lengthMin && run(folded)
}

function buildMasks(tokens: readonly GlobToken[]): Masks {
  const words = (tokens.length >>> 5) + 1
  const mask = (accepts: (token: GlobToken) => boolean) => {
    const bits = new Uint32Array(words)
    tokens.forEach((token, index) => {
      if (accepts(token)) bits[index >>> 5]! |= 1 << (index & 31)
    })
    return bits
  }
  const moves = new Map<number, Uint32Array>([[COLON, mask((token) => token === COLON)]])
  for (const code of new Set(tokens)) {
    if (code >= 0 && code !== COLON)
      moves.set(
        code,
        mask((token) => token === code || token === ANY),
      )
  }
  const any = mask((token) => token === ANY)
  const stars = mask((token) => token <= STAR)
  const globstars = mask((token) => token === GLOBSTAR)
  return {
    words,
    stars,
    advance: (code) => moves.get(code) ?? any,
    loop: (code) => (code === COLON ? globstars : stars),
  }
}

function oneWord({ advance, loop, stars }: Masks, accept: number): (text: string) => boolean {
  const skip = stars[0]!
  // Signed, so that no step of the loop leaves 32-bit arithmetic.
  const advances = Int32Array.from({ length: ASCII_END }, (_, code) => advance(code)[0]!)
  const loops = Int32Array.from({ length: ASCII_END }, (_, code) => loop(code)[0]!)
  const start = 1 | ((1 & skip) << 1)
  return (text) => {
    let state = start
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at)
      if (code < ASCII_END) {
        state = ((state & advances[code]!) << 1) | (state & loops[code]!)
      } else {
        code = text.codePointAt(at)!
        if (code > 0xffff) at++
        state = ((state & advance(code)[0]!) << 1) | (state & skip)
      }
      state |= (state & skip) << 1
      if (state === 0) return false
    }
    return ((state >>> accept) & 1) === 1
  }
}

function manyWords({ words, advance, loop, stars }: Masks, accept: number): (text: string) => boolean {
  return (text) => {
    const state = new Uint32Array(words)
    state[0] = 1 | ((1 & stars[0]!) << 1)
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at)!
      if (code > 0xffff) at++
      const moves = advance(code)
      const loops = loop(code)
      let moved = 0
      let skipped = 0
      let alive = 0
      for (let word = 0; word < words; word++) {
        const moving = state[word]! & moves[word]!
        const base = (moving << 1) | moved | (state[word]! & loops[word]!)
        const skipping = base & stars[word]!
        moved = moving >>> 31
        state[word] = base | (skipping << 1) | skipped
        skipped = skipping >>> 31
        alive |= state[word]!
      }
      if (alive === 0) return false
    }
    return ((state[accept >>> 5]! >>> (accept & 31)) & 1) === 1
  }
}
