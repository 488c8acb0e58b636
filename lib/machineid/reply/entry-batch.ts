import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-bytes'

/** Some entries of a list that follow each other, parsed. Throws SyntaxError for what is no list of JSON values. */
export class EntryBatch {
  readonly entries: readonly unknown[]
  readonly #text: string
  #ends: number[] | null = null

  /** `text`: JSON of the entries with commas between them. */
  constructor(text: string) {
    this.entries = JSON.parse(`[${text}]`)
    this.#text = text
  }

  /** The entry at `index` as it was sent. */
  json(index: number): string {
    this.#ends ??= endsOf(this.#text)
    const from = index === 0 ? 0 : (this.#ends[index - 1] as number) + 1
    return this.#text.slice(from, this.#ends[index])
  }
}

/** Where each entry of a valid list ends. */
function endsOf(text: string): number[] {
  const ends: number[] = []
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      for (at++; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--
    else if (code === COMMA && depth === 0) ends.push(at)
  }
  ends.push(text.length)
  return ends
}
