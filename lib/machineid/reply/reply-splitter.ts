/**
 * Splits a JSON reply while it arrives. The entries of its lists (of the reply itself where that is an array, else of each
 * array that is a member of it) are handed over some hundred at a time; everything around them is kept, with those lists
 * empty. All of it goes through `JSON.parse`, in pieces, so that together they read what `JSON.parse` would read of the
 * whole, and refuse what that would refuse.
 */
import { UpstreamError } from '@/lib/domain/errors'
import type { EntryBatch } from './entry-batch'
import { EntrySplitter } from './entry-splitter'
import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, isSpace, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-bytes'

/** `null` is the list that the reply itself is. */
export type ListName = string | null

export type ListTaker = {
  /** A list begins. One of the same name before it counts no more: of a repeated member the last one counts. */
  begin: (name: ListName) => void
  take: (name: ListName, batch: EntryBatch) => void
  /** An entry was too long to be read. */
  skip: (name: ListName) => void
}

/** As much as any other reply may have. */
const AROUND_BYTES_MAX = 1024 * 1024
/** Parsed in one go: a fraction of a millisecond. */
const SLICE_BYTES = 65_536
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
/** Marks a reply in which an entry is no JSON. */
const NO_JSON = Buffer.from('?')

export class ReplySplitter {
  readonly #taker: ListTaker
  readonly #subject: string
  #list: EntrySplitter | null = null
  #isBroken = false
  #around: Buffer[] = []
  #aroundBytes = 0
  /** Whether the reply is an object; undefined before its first byte. */
  #isObject: boolean | undefined
  #bytesBefore = 0
  #depth = 0
  #isText = false
  #isEscaped = false
  /** In the object that the reply is: whether a name comes next, its bytes, and whether its value comes next. */
  #isNameNext = true
  #name: number[] = []
  #isValueNext = false

  /** `subject` begins the sentence of an error. */
  constructor(subject: string, taker: ListTaker) {
    this.#subject = subject
    this.#taker = taker
  }

  /** Throws UpstreamError when there is more around the lists than a reply may have. */
  write(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      const slice = chunk.subarray(from, from + SLICE_BYTES)
      for (let at = 0; at < slice.length && !this.#isBroken; )
        at = this.#list ? this.#readList(this.#list, slice, at) : this.#readAround(slice, at)
    }
  }

  /** What is around the lists. */
  end(): Buffer {
    return this.#isBroken ? NO_JSON : Buffer.concat(this.#around)
  }

  #readList(list: EntrySplitter, slice: Buffer, from: number): number {
    try {
      const end = list.read(slice, from)
      if (end < 0) return slice.length
      this.#list = null
      this.#keep(slice.subarray(end, end + 1))
      return end + 1
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
      this.#isBroken = true
      return slice.length
    }
  }

  /** Up to the end of the slice, or to the beginning of a list. */
  #readAround(slice: Buffer, from: number): number {
    for (let at = from; at < slice.length; at++) {
      if (!this.#opensList(slice[at]!)) continue
      this.#keep(slice.subarray(from, at + 1))
      this.#beginList()
      return at + 1
    }
    this.#keep(slice.subarray(from))
    return slice.length
  }

  #beginList(): void {
    const name = this.#isObject ? nameOf(this.#name) : null
    this.#isObject ??= false
    this.#taker.begin(name)
    this.#list = new EntrySplitter(
      (batch) => this.#taker.take(name, batch),
      () => this.#taker.skip(name),
    )
  }

  /** Follows the structure by one byte; true where a list begins whose entries are to be handed over. */
  #opensList(byte: number): boolean {
    const isMark = this.#isObject === undefined && byte === BYTE_ORDER_MARK[this.#bytesBefore++]
    if (isMark || (!this.#isText && isSpace(byte))) return false
    if (this.#isText) {
      this.#readText(byte)
      return false
    }
    const isOutermost = this.#isObject === undefined
    const isValue = this.#isValueNext
    this.#isValueNext = false
    if (byte === OPEN_LIST && (isOutermost || isValue)) return true
    if (isOutermost) this.#isObject = byte === OPEN_OBJECT
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#depth--
    else if (byte === QUOTE) {
      this.#isText = true
      if (this.#isInNames()) this.#name = []
    } else if (this.#isObject && this.#depth === 1) {
      if (byte === COLON) this.#isValueNext = true
      this.#isNameNext = byte === COMMA
    }
    return false
  }

  #isInNames(): boolean {
    return this.#isNameNext && this.#isObject === true && this.#depth === 1
  }

  #readText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === BACKSLASH) this.#isEscaped = true
    else if (byte === QUOTE) {
      this.#isText = false
      return
    }
    if (this.#isInNames()) this.#name.push(byte)
  }

  #keep(bytes: Buffer): void {
    this.#aroundBytes += bytes.length
    if (this.#aroundBytes > AROUND_BYTES_MAX) {
      throw new UpstreamError(
        'upstream-invalid',
        `${this.#subject} sent more than ${AROUND_BYTES_MAX} bytes beside its devices; the reply was cut off there.`,
      )
    }
    this.#around.push(Buffer.from(bytes))
  }
}

/** A name as it was sent, between its quotes; one that cannot be read is none that is known, and the reply is no JSON. */
function nameOf(bytes: readonly number[]): string {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString()}"`)
  } catch {
    return ''
  }
}
