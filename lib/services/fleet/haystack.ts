/**
 * Many short texts as one long one, so that looking for a substring in all of them is one sequential search and not a walk
 * over strings scattered in memory.
 */
const SEPARATOR = '\n'

export class Haystack {
  readonly #text: string
  readonly #codes: Uint32Array
  /** Where each text ends, the separator included. */
  readonly #ends: Uint32Array

  /** `texts` with the code of each; a text may contain anything. */
  constructor(texts: readonly string[], codes: readonly number[]) {
    this.#text = texts.join(SEPARATOR)
    this.#codes = Uint32Array.from(codes)
    this.#ends = new Uint32Array(texts.length)
    let end = 0
    for (let index = 0; index < texts.length; index++) {
      end += texts[index]!.length + 1
      this.#ends[index] = end
    }
  }

  get length(): number {
    return this.#text.length
  }

  /** Calls `found` with the code of every text that contains `needle`; a needle with a line break cannot be looked for. */
  search(needle: string, found: (code: number) => void): void {
    let index = 0
    for (let at = this.#text.indexOf(needle); at >= 0; at = this.#text.indexOf(needle, this.#ends[index - 1])) {
      while (this.#ends[index]! <= at) index++
      // A text may itself hold the separator, but a needle without one never reaches into the next text.
      found(this.#codes[index]!)
      index++
      if (index === this.#ends.length) return
    }
  }

  static canSearch(needle: string): boolean {
    return needle !== '' && !needle.includes(SEPARATOR)
  }
}
