/**
 * Twins: two different ids that an authority could take for one another, because it trims, folds case, normalises, cuts, or
 * turns numbers into texts. Two ids are twins where they share a key.
 */
import { JSON_MARK, listedAsText, wireJson } from './listed-id'

/** Where columns of databases often end. */
const CUT_CHARS = 255

/** Printable ASCII without capitals and white space: whatever an authority does to it, it stays itself. */
const OWN_KEY = /^[!-@[-~]{1,255}$/

/** True for an id that is its own and only key: two such ids are never twins. */
export const isOwnKey = (id: string): boolean => OWN_KEY.test(id) && !id.startsWith(JSON_MARK)

/** At least one; each is what is left of the id after everything that an authority might do to it. */
export function twinKeys(id: string): string[] {
  return isOwnKey(id) ? [id] : [...new Set(readingsOf(id).map(leastOf))]
}

/** The texts that an authority may make of an id before it looks for it. */
function readingsOf(id: string): string[] {
  const text = listedAsText(id)
  if (text === null) return [wireJson(id), textOf(JSON.parse(wireJson(id)))]
  const end = text.indexOf('\0')
  return end < 0 ? [text] : [text, text.slice(0, end)]
}

/** As a program would print it; an object may refuse. */
function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return '[object Object]'
  }
}

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** One step may make work for another: decomposing makes spaces, cutting leaves one at the end. */
const ROUNDS_MAX = 4

function leastOf(text: string): string {
  let least = text
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = lessOf(least)
    if (next === least) break
    least = next
  }
  return least
}

const lessOf = (text: string): string =>
  text
    .replace(LONE_SURROGATES, '\ufffd')
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, CUT_CHARS)
