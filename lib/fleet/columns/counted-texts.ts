import { growing, grown } from '@/lib/domain/compact/growing-array'
import { TextTable } from '@/lib/domain/compact/text-table'

/** Texts as small numbers (codes), each as long as it is used. */
export class CountedTexts {
  readonly #texts = new TextTable()
  #uses = growing(Uint32Array)

  /** Number of texts in use. */
  get size(): number {
    return this.#texts.size
  }

  /** One more than the highest code ever given out. */
  get codesEnd(): number {
    return this.#texts.codesEnd
  }

  /** Characters that `search` looks at. */
  get searchedChars(): number {
    return this.#texts.searchedChars
  }

  has(text: string): boolean {
    return this.#texts.has(text)
  }

  text(code: number): string {
    return this.#texts.text(code)
  }

  /** Calls `found` with the code of every text that contains `needle`, which must not be empty. */
  search(needle: string, found: (code: number) => void): void {
    this.#texts.search(needle, found)
  }

  take(text: string): number {
    const { size } = this.#texts
    const code = this.#texts.take(text)
    this.#uses = grown(this.#uses, code + 1)
    this.#uses[code] = this.#texts.size > size ? 1 : this.#uses[code]! + 1
    return code
  }

  /** Gives up one use; true when it was the last one and the code may be given to another text. */
  release(code: number): boolean {
    this.#uses[code]!--
    if (this.#uses[code]! > 0) return false
    this.#texts.free(code)
    return true
  }

  /** Gives up one use of a text that is in use. */
  releaseText(text: string): void {
    this.release(this.#texts.find(text))
  }
}
