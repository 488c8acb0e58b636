/**
 * Finds where the entries of one JSON list end, and parses them in pieces of whole entries. Nesting and texts are all it
 * looks at; whether an entry is JSON is left to `JSON.parse`.
 */
import { EntryBatch } from './entry-batch'
import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-bytes'

/** As much as of any other reply. */
const ENTRY_BYTES_MAX = 1024 * 1024
const BETWEEN_OBJECTS = Buffer.from('},{')

export class EntrySplitter {
  readonly #take: (batch: EntryBatch) => void
  readonly #skip: () => void
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  /** Bytes from earlier slices that do not make a whole entry yet. */
  #pending: Buffer[] = []
  #pendingBytes = 0
  #depth = 0
  #isText = false
  #isEscaped = false
  #isAfterComma = false
  /** Inside an entry that is too long. */
  #isSkipping = false

  /** `skip` is called for each entry that is too long to be read. */
  constructor(take: (batch: EntryBatch) => void, skip: () => void) {
    this.#take = take
    this.#skip = skip
  }

  /**
   * Reads on from `start`. The index of the byte that ends the list, or -1 where the slice is used up before it. Throws when
   * an entry is no JSON, or no UTF-8.
   */
  read(slice: Buffer, start: number): number {
    let from = this.#parseMost(slice, start)
    let comma = -1
    const end = this.#scan(slice, from, (at) => {
      comma = at
      if (!this.#isSkipping) return
      this.#isSkipping = false
      this.#isAfterComma = true
      this.#skip()
      from = at + 1
    })
    if (end >= 0) {
      if (this.#isSkipping) this.#skip()
      else this.#parse(slice.subarray(from, end), true)
      return end
    }
    if (comma >= from) {
      this.#parse(slice.subarray(from, comma), false)
      from = comma + 1
    }
    if (!this.#isSkipping) this.#keep(slice.subarray(from))
    return -1
  }

  /**
   * Tries all that ends in front of the last `},{`. Where that is a list of JSON values, its end is the end of an entry: inside of a
   * text or of an entry it would be no JSON. Spares a look at every byte. @returns where to read on.
   */
  #parseMost(slice: Buffer, start: number): number {
    if (this.#isSkipping || this.#pendingBytes > slice.length) return start
    const end = slice.lastIndexOf(BETWEEN_OBJECTS)
    if (end <= start) return start
    const bytes = slice.subarray(start, end + 1)
    let batch: EntryBatch
    try {
      batch = new EntryBatch(this.#decoder.decode(this.#withPending(bytes)))
    } catch {
      return start
    }
    this.#drop()
    this.#depth = 0
    this.#isText = false
    this.#isEscaped = false
    this.#isAfterComma = true
    this.#take(batch)
    return end + 2
  }

  /** Goes through the slice; calls `onComma` at each comma between entries. The index of the end of the list, or -1. */
  #scan(slice: Buffer, start: number, onComma: (at: number) => void): number {
    let depth = this.#depth
    let isText = this.#isText
    let isEscaped = this.#isEscaped
    let at = start
    for (; at < slice.length; at++) {
      const byte = slice[at]!
      if (isText) {
        if (isEscaped) isEscaped = false
        else if (byte === QUOTE) isText = false
        else if (byte === BACKSLASH) isEscaped = true
      } else if (byte === QUOTE) isText = true
      else if (byte === COMMA) {
        if (depth === 0) onComma(at)
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0) return at
        depth--
      }
    }
    this.#depth = depth
    this.#isText = isText
    this.#isEscaped = isEscaped
    return -1
  }

  /** The sender may use the bytes again, so they are copied. */
  #keep(bytes: Buffer): void {
    this.#pending.push(Buffer.from(bytes))
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes <= ENTRY_BYTES_MAX) return
    this.#isSkipping = true
    this.#drop()
  }

  #drop(): void {
    this.#pending = []
    this.#pendingBytes = 0
  }

  #withPending(bytes: Buffer): Buffer {
    return this.#pendingBytes === 0 ? bytes : Buffer.concat([...this.#pending, bytes])
  }

  #parse(bytes: Buffer, isLast: boolean): void {
    const whole = this.#withPending(bytes)
    this.#drop()
    const batch = new EntryBatch(this.#decoder.decode(whole))
    // Nothing before or after a comma is no list; nothing at all is an empty one.
    if (batch.entries.length === 0 && (!isLast || this.#isAfterComma)) throw new SyntaxError('an entry is missing')
    this.#isAfterComma = true
    if (batch.entries.length > 0) this.#take(batch)
  }
}
