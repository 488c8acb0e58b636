import { CountedTexts } from './counted-texts'

/** `known[code]` is 1, 0, or -1 where `ask(code)` finds it out. */
export type CodeTest = { known: Int8Array; ask: (code: number) => number }

const EAGER_MAX = 1_000

/**
 * Values of one id part as small integers, so that a term is tested once per value and not once per device. Code 0 is "no
 * value" (the id does not fit the pattern). Values are keyed by their folded form and shown as first met.
 */
export class Dictionary {
  /** Their codes are one less than the dictionary's. */
  readonly #values = new CountedTexts()
  /** By code, where it differs from the folded form. */
  readonly #shown = new Map<number, string>()

  /** Number of values in use. */
  get size(): number {
    return this.#values.size
  }

  /** One more than the highest code ever given out. */
  get codesEnd(): number {
    return this.#values.codesEnd + 1
  }

  folded(code: number): string {
    return code === 0 ? '' : this.#values.text(code - 1)
  }

  shown(code: number): string {
    return this.#shown.get(code) ?? this.folded(code)
  }

  take(folded: string, shown: string): number {
    const { size } = this.#values
    const code = this.#values.take(folded) + 1
    if (this.#values.size > size && shown !== folded) this.#shown.set(code, shown)
    return code
  }

  release(code: number): void {
    if (code !== 0 && this.#values.release(code - 1)) this.#shown.delete(code)
  }

  /** Whether a value contains the text; `spend` is given the number of characters compared. */
  containing(text: string, spend: (chars: number) => void): CodeTest {
    if (this.size <= EAGER_MAX || text === '') {
      return this.hits((folded) => {
        spend(folded.length)
        return folded.includes(text)
      })
    }
    spend(this.#values.searchedChars)
    const known = new Int8Array(this.codesEnd)
    this.#values.search(text, (code) => {
      known[code + 1] = 1
    })
    return { known, ask: () => 0 }
  }

  /** Whether the test holds, by code: tested at once where values are few, else only for codes that are looked up. */
  hits(test: (folded: string) => boolean): CodeTest {
    const known = new Int8Array(this.codesEnd).fill(-1)
    known[0] = 0
    const ask = (code: number) => {
      known[code] = test(this.folded(code)) ? 1 : 0
      return known[code]!
    }
    if (this.size <= EAGER_MAX) for (let code = 1; code < known.length; code++) ask(code)
    return { known, ask }
  }
}
