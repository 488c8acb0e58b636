/**
 * Look-alikes: two different ids that a person could take for one another. Two ids look alike where they share a key. What
 * counts: case; what is not drawn; forms of width and composition; letters of other scripts by Unicode's table of confusables
 * (UTS 39); and, in ASCII alone, what that table names too: 0/O/o, 1/I/l/| and rn/m. An id is read out, typed from a screen
 * and shown in fonts that are not ours, so that a person who has to stop one of `tool-l` and `tool-1` may stop the other. Digits
 * never look like each other, so numbered devices are no look-alikes. A lower-case `i` does not look like an `l`.
 */
import confusables from 'unhomoglyph/data.json' with { type: 'json' }

/**
 * One or two; if two, one is for what its capitals look like, one for what their small letters look like: `I` looks like an `l`
 * and is read out as an `i`, and neither makes an `l` of an `i`.
 */
export function lookalikeKeys(id: string): string[] {
  if (SIMPLE.test(id)) return TWO_LOOKS.test(id) ? [simpleKey(id, SMALL), simpleKey(id, AS_IS)] : [simpleKey(id, SMALL)]
  const text = drawn(id)
  return [...new Set([skeleton(text.toLowerCase()).toLowerCase(), skeleton(text).toLowerCase()])]
}

/**
 * A 32-bit hash of each key, for ASCII without making the keys. @param seed a secret of the process, so that no list of ids
 * can be made whose keys all meet.
 */
export function lookalikeHashes(id: string, seed: number): number[] {
  if (!SIMPLE.test(id)) return lookalikeKeys(id).map((key) => hashOfKey(key, seed))
  return TWO_LOOKS.test(id) ? [simpleHash(id, SMALL, seed), simpleHash(id, AS_IS, seed)] : [simpleHash(id, SMALL, seed)]
}

export function hashOfKey(key: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < key.length; at++) hash = mixed(hash, key.charCodeAt(at))
  return hash >>> 0
}

/** Printable ASCII on whose white space a page changes nothing: what it looks like is worked out from two short tables. */
const SIMPLE = /^(?! )(?!.* (?: |$))[ -~]*$/
/** Of which the capital looks like another letter than the small one. */
const TWO_LOOKS = /[IM]/

type Looks = readonly string[]
const looksOf = (looks: Record<string, string>): Looks =>
  Array.from({ length: 128 }, (_, code) => {
    const char = String.fromCharCode(code)
    return looks[char] ?? char.toLowerCase()
  })
const EITHER = { '0': 'o', '1': 'l', '|': 'l', m: 'rn', '"': "''", '`': "'", '%': 'º/₀' }
/** By code: what its small letter looks like; what it looks like itself. */
const SMALL = looksOf({ ...EITHER, M: 'rn' })
const AS_IS = looksOf({ ...EITHER, I: 'l' })

function simpleKey(id: string, looks: Looks): string {
  let key = ''
  for (let at = 0; at < id.length; at++) key += looks[id.charCodeAt(at)]
  return key
}

function simpleHash(id: string, looks: Looks, seed: number): number {
  let hash = seed
  for (let at = 0; at < id.length; at++) {
    const look = looks[id.charCodeAt(at)]!
    hash = mixed(hash, look.charCodeAt(0))
    for (let more = 1; more < look.length; more++) hash = mixed(hash, look.charCodeAt(more))
  }
  return hash >>> 0
}

function mixed(hash: number, unit: number): number {
  const next = Math.imul(hash ^ unit, 0x5bd1e995)
  return next ^ (next >>> 15)
}

/** What a person sees of it: without what no font draws, with one kind of dash and single spaces. */
const drawn = (id: string): string =>
  id
    .replace(/[\p{DI}\p{Cf}\p{Cc}\u2800]/gu, '')
    .replace(/\p{Dash}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()

/** Made when the first id beyond ASCII is met. */
let table: Map<string, string> | undefined

/** As UTS 39 defines it; a compatibility form that its table leaves out, such as a full-width digit, is the usual one. */
function skeleton(text: string): string {
  table ??= new Map(Object.entries(confusables))
  let like = ''
  for (const char of text.normalize('NFD')) like += table.get(char) ?? (char < '\u0080' ? char : usual(char, table))
  return like.normalize('NFD')
}

function usual(char: string, like: ReadonlyMap<string, string>): string {
  const plain = char.normalize('NFKC')
  return plain === char ? char : Array.from(plain, (each) => like.get(each) ?? each).join('')
}
