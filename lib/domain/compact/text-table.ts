/**
 * A set of texts, each with a code, at about 20 bytes beside its characters. As strings that a Map leads to they would cost
 * five times as much, and every garbage collection would look at each of them.
 */
import { giveBack, growing, grown } from './growing-array'
import { TextArena } from './text-arena'

const BUCKETS_AT_START = 1_024
const NOT_FOUND = -1

export class TextTable {
  readonly #texts = new TextArena()
  /** By code; of a freed code the next freed one, plus 1. */
  #hashes = growing(Uint32Array)
  #firstFree = 0
  /** Open addressing, linear: a code plus 1, or 0. */
  #buckets = growing(Uint32Array)
  #size = 0
  /** Random, so that a caller cannot choose texts that collide. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32)

  get size(): number {
    return this.#size
  }

  /** One more than the highest code ever given out. */
  get codesEnd(): number {
    return this.#texts.codesEnd
  }

  /** Characters that `search` looks at. */
  get searchedChars(): number {
    return this.#texts.bytesEnd
  }

  /** The code of a text, or -1. */
  find(text: string): number {
    return this.#find(text, this.#hash(text))
  }

  has(text: string): boolean {
    return this.find(text) !== NOT_FOUND
  }

  /** The code of a text; if the table lacks the text, it is added (`size` grows). */
  take(text: string): number {
    const hash = this.#hash(text)
    const known = this.#find(text, hash)
    if (known !== NOT_FOUND) return known
    const code = this.#firstFree > 0 ? this.#firstFree - 1 : this.codesEnd
    if (this.#firstFree > 0) this.#firstFree = this.#hashes[code]!
    this.#texts.set(code, text)
    this.#hashes = grown(this.#hashes, code + 1)
    this.#hashes[code] = hash
    this.#size++
    if (this.#size * 4 > this.#buckets.length * 3) this.#growBuckets()
    else this.#link(code)
    return code
  }

  isLive(code: number): boolean {
    return this.#texts.isSet(code)
  }

  /** The text of a live code. */
  text(code: number): string {
    return this.#texts.get(code)
  }

  /** Forgets a text; its code may be given to another one. */
  free(code: number): void {
    this.#unlink(code)
    this.#texts.clear(code)
    this.#hashes[code] = this.#firstFree
    this.#firstFree = code + 1
    this.#size--
  }

  /** Frees the memory. The table may not be used afterwards. */
  close(): void {
    this.#texts.close()
    giveBack(this.#hashes)
    giveBack(this.#buckets)
  }

  /** As `compareIds`. */
  compare(a: number, b: number): number {
    return this.#texts.compare(a, b)
  }

  /** Calls `found` with the code of every text that contains `needle`, which must not be empty. */
  search(needle: string, found: (code: number) => void): void {
    this.#texts.search(needle, found)
  }

  #hash(text: string): number {
    let hash = this.#seed
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x5bd1e995)
      hash ^= hash >>> 15
    }
    return hash >>> 0
  }

  #find(text: string, hash: number): number {
    if (this.#size === 0) return NOT_FOUND
    const mask = this.#buckets.length - 1
    for (let bucket = hash & mask; ; bucket = (bucket + 1) & mask) {
      const code = this.#buckets[bucket]! - 1
      if (code < 0) return NOT_FOUND
      if (this.#hashes[code] === hash && this.#texts.equals(code, text)) return code
    }
  }

  #link(code: number): void {
    const mask = this.#buckets.length - 1
    let bucket = this.#hashes[code]! & mask
    while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & mask
    this.#buckets[bucket] = code + 1
  }

  /** Empties the bucket of a code, and moves up the entries that are behind it only because it was taken. */
  #unlink(code: number): void {
    const mask = this.#buckets.length - 1
    let hole = this.#hashes[code]! & mask
    while (this.#buckets[hole] !== code + 1) hole = (hole + 1) & mask
    for (let bucket = (hole + 1) & mask; this.#buckets[bucket] !== 0; bucket = (bucket + 1) & mask) {
      const home = this.#hashes[this.#buckets[bucket]! - 1]! & mask
      if (((bucket - home) & mask) < ((bucket - hole) & mask)) continue
      this.#buckets[hole] = this.#buckets[bucket]!
      hole = bucket
    }
    this.#buckets[hole] = 0
  }

  #growBuckets(): void {
    this.#buckets = grown(this.#buckets, Math.max(BUCKETS_AT_START, this.#buckets.length * 2))
    this.#buckets.fill(0)
    for (let code = 0; code < this.codesEnd; code++) if (this.isLive(code)) this.#link(code)
  }
}
