import { Haystack } from './haystack'

/**
 * Values of one id part as small integers, so that a term is tested once per value and not once per device. Code 0 is "no
 * value" (the id does not fit the pattern). Values are keyed by their folded form and shown as first met.
 */
export class Dictionary {
  readonly folded: string[] = ['']
  readonly shown: string[] = ['']
  readonly #codes = new Map<string, number>()
  readonly #uses: number[] = [0]
  readonly #free: number[] = []
  #haystack: Haystack | null = null

  /** Number of values in use. */
  get size(): number {
    return this.#codes.size
  }

  /** One more than the highest code ever given out. */
  get codesEnd(): number {
    return this.folded.length
  }

  take(folded: string, shown: string): number {
    let code = this.#codes.get(folded)
    if (code === undefined) {
      code = this.#free.pop() ?? this.folded.length
      this.#codes.set(folded, code)
      this.folded[code] = folded
      this.shown[code] = shown
      this.#uses[code] = 0
      this.#haystack = null
    }
    this.#uses[code]!++
    return code
  }

  release(code: number): void {
    if (code === 0 || --this.#uses[code]! > 0) return
    this.#codes.delete(this.folded[code]!)
    this.#free.push(code)
    this.#haystack = null
  }

  /** Whether a value contains the text; `spend` is told the characters looked at. */
  containing(text: string, spend: (chars: number) => void): CodeTest {
    if (this.size <= EAGER_MAX || !Haystack.canSearch(text)) {
      return this.hits((folded) => {
        spend(folded.length)
        return folded.includes(text)
      })
    }
    if (!this.#haystack) {
      const codes = [...this.#codes.values()]
      this.#haystack = new Haystack(
        codes.map((code) => this.folded[code]!),
        codes,
      )
    }
    spend(this.#haystack.length)
    const known = new Int8Array(this.codesEnd)
    this.#haystack.search(text, (code) => {
      known[code] = 1
    })
    return { known, ask: () => 0 }
  }

  /** Whether the test holds, by code: tested at once where values are few, else only for codes that are asked for. */
  hits(test: (folded: string) => boolean): CodeTest {
    const known = new Int8Array(this.codesEnd).fill(-1)
    known[0] = 0
    const ask = (code: number) => {
      known[code] = test(this.folded[code]!) ? 1 : 0
      return known[code]!
    }
    if (this.size <= EAGER_MAX) for (let code = 1; code < known.length; code++) ask(code)
    return { known, ask }
  }
}

/** `known[code]` is 1, 0, or -1 where `ask(code)` finds it out. */
export type CodeTest = { known: Int8Array; ask: (code: number) => number }

const EAGER_MAX = 1_000
