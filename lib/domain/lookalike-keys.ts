/**
 * Look-alikes: two different ids that a person could take for one another. Two ids look alike where they share a key. What
 * counts: case; what is not drawn; forms of width and composition; letters of other scripts by Unicode's table of confusables
 * (UTS 39); and, in ASCII alone, what that table names too: 0/O/o, 1/I/l/| and rn/m. An id is read out, typed from a screen
 * and shown in fonts that are not ours, so that `tool-l` beside `tool-1` is a trap for whoever has to stop one of them. Digits
 * never look like each other, so numbered devices are no look-alikes. A lower-case `i` does not look like an `l`.
 */
import confusables from 'unhomoglyph/data.json'

/** Made when the first id that is not plain is met. */
let table: Map<string, string> | undefined

/**
 * Printable ASCII that has one key, worked out by a table alone. Not in it: I and M, which look like one letter and are
 * another's capital, white space, and %, which is three signs.
 */
const PLAIN = /^[!-$&-HJ-LN-~]*$/

/** One or two; an id with two stands for what its capitals look like, and for what their small letters do. */
export function lookalikeKeys(id: string): string[] {
  if (PLAIN.test(id)) return [plainKey(id)]
  const text = drawn(id)
  return [...new Set([skeleton(text.toLowerCase()).toLowerCase(), skeleton(text).toLowerCase()])]
}

const ASCII_END = 128
const PLAIN_LOOKS: Record<string, string> = { '0': 'o', '1': 'l', '|': 'l', m: 'rn', '"': "''", '`': "'" }
/** What each plain character becomes, as one or two code units in one number; 0 where it is not plain. */
const UNITS = Uint16Array.from({ length: ASCII_END }, (_, code) => {
  const char = String.fromCharCode(code)
  if (!PLAIN.test(char)) return 0
  const [first = '', second] = PLAIN_LOOKS[char] ?? char.toLowerCase()
  return first.charCodeAt(0) | (second === undefined ? 0 : second.charCodeAt(0) << 8)
})

function plainKey(id: string): string {
  let key = ''
  for (let at = 0; at < id.length; at++) {
    const units = UNITS[id.charCodeAt(at)]!
    key += String.fromCharCode(units & 0xff)
    if (units > 0xff) key += String.fromCharCode(units >>> 8)
  }
  return key
}

/**
 * A 32-bit hash of the only key of a plain id, without making the key; -1 for any other id. Equal to `hashOfKey` of the key.
 * @param seed a secret of the process, so that no list of ids can be made whose keys all meet.
 */
export function hashOfPlain(id: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at)
    const units = code < ASCII_END ? UNITS[code]! : 0
    if (units === 0) return -1
    hash = mixed(hash, units & 0xff)
    if (units > 0xff) hash = mixed(hash, units >>> 8)
  }
  return hash >>> 0
}

export function hashOfKey(key: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < key.length; at++) hash = mixed(hash, key.charCodeAt(at))
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

/** As UTS 39 defines it; a compatibility form that its table leaves out, such as a full-width digit, is the usual one. */
function skeleton(text: string): string {
  table ??= new Map(Object.entries(confusables))
  let like = ''
  for (const char of text.normalize('NFD')) like += table.get(char) ?? usual(char, table)
  return like.normalize('NFD')
}

const usual = (char: string, like: ReadonlyMap<string, string>): string =>
  Array.from(char.normalize('NFKC'), (each) => like.get(each) ?? each).join('')
