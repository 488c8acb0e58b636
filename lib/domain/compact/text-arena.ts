/**
 * Many texts in one piece of memory, each under a small number, its code, that the owner gives it: one byte per code unit
 * where they all fit, else two, so that lone surrogates survive. Texts are appended; what cleared ones leave behind is
 * packed away once it is the larger part.
 */
import { compareIds, sortableId } from '../ids/compare-ids'
import { giveBack, growing, grown } from './growing-array'

/** What a text consists of: none (cleared), ASCII, Latin-1, UTF-16. A shape is its bytes, shifted, and this. */
const NONE = 0
const ASCII = 1
const LATIN1 = 2
const UTF16 = 3
const KINDS = 3
const SIZE_SHIFT = 2

const GARBAGE_BYTES_MAX = 65_536

export class TextArena {
  /** Byte by byte it is read here: twice as fast as through the buffer over it. */
  #memory = growing(Uint8Array)
  #bytes = viewOf(this.#memory)
  #bytesEnd = 0
  #garbageBytes = 0
  /** By code, side by side: where its text starts, and its shape. */
  #places = growing(Uint32Array)
  #codesEnd = 0
  #wideTexts = 0
  /** The texts lie in the order of their codes, cleared ones included. */
  #isInOrder = true

  /** One more than the highest code that was ever set. */
  get codesEnd(): number {
    return this.#codesEnd
  }

  /** Bytes that a search goes through. */
  get bytesEnd(): number {
    return this.#bytesEnd
  }

  isSet(code: number): boolean {
    return code < this.#codesEnd && this.#places[code * 2 + 1] !== NONE
  }

  get(code: number): string {
    const from = this.#places[code * 2]!
    const to = this.#endOf(code)
    if (this.#isWide(code)) return this.#bytes.toString('utf16le', from, to)
    return to - from <= SHORT_MAX ? shortText(this.#memory, from, to - from) : this.#bytes.toString('latin1', from, to)
  }

  equals(code: number, text: string): boolean {
    if (this.#isWide(code)) return this.get(code) === text
    const from = this.#places[code * 2]!
    const size = text.length
    if (this.#endOf(code) - from !== size) return false
    const memory = this.#memory
    for (let at = 0; at < size; at++) if (memory[from + at] !== text.charCodeAt(at)) return false
    return true
  }

  /** Puts a text under a code that has none. */
  set(code: number, text: string): void {
    const kind = !BEYOND_ASCII.test(text) ? ASCII : !BEYOND_LATIN1.test(text) ? LATIN1 : UTF16
    const size = kind === UTF16 ? text.length * 2 : text.length
    this.#makeRoom(code + 1, this.#bytesEnd + size)
    this.#bytes.write(text, this.#bytesEnd, kind === UTF16 ? 'utf16le' : 'latin1')
    if (code < this.#codesEnd) this.#isInOrder = false
    else this.#codesEnd = code + 1
    if (kind === UTF16) this.#wideTexts++
    this.#places[code * 2] = this.#bytesEnd
    this.#places[code * 2 + 1] = (size << SIZE_SHIFT) | kind
    this.#bytesEnd += size
  }

  clear(code: number): void {
    this.#garbageBytes += this.#endOf(code) - this.#places[code * 2]!
    if (this.#isWide(code)) this.#wideTexts--
    this.#places[code * 2 + 1] = NONE
    if (this.#garbageBytes > GARBAGE_BYTES_MAX && this.#garbageBytes * 2 > this.#bytesEnd) this.#pack()
  }

  /** Frees the memory. The arena may not be used afterwards. */
  close(): void {
    for (const array of [this.#memory, this.#places]) giveBack(array)
  }

  /** The order of every device list (`compareIds`); plain ids are compared where they lie. */
  compare(a: number, b: number): number {
    if (((this.#places[a * 2 + 1]! | this.#places[b * 2 + 1]!) & KINDS) !== ASCII)
      return compareIds(sortableId(this.get(a)), sortableId(this.get(b)))
    const memory = this.#memory
    const fromA = this.#places[a * 2]!
    const fromB = this.#places[b * 2]!
    const sizeA = this.#endOf(a) - fromA
    const sizeB = this.#endOf(b) - fromB
    const size = Math.min(sizeA, sizeB)
    let unfolded = 0
    for (let at = 0; at < size; at++) {
      const byteA = memory[fromA + at]!
      const byteB = memory[fromB + at]!
      if (byteA === byteB) continue
      const difference = foldAscii(byteA) - foldAscii(byteB)
      if (difference !== 0) return difference
      unfolded ||= byteA - byteB
    }
    return sizeA - sizeB || unfolded
  }

  /** Calls `found` with the code of every text that contains `needle`, which must not be empty. */
  search(needle: string, found: (code: number) => void): void {
    if (!BEYOND_LATIN1.test(needle)) this.#searchBytes(Buffer.from(needle, 'latin1'), found)
    for (let code = 0, left = this.#wideTexts; left > 0; code++) {
      if (!this.#isWide(code)) continue
      left--
      if (this.get(code).includes(needle)) found(code)
    }
  }

  /** One search through all bytes; what is found across two texts or in one of two bytes per unit is none. */
  #searchBytes(needle: Buffer, found: (code: number) => void): void {
    if (!this.#isInOrder) this.#pack()
    const bytes = this.#bytes.subarray(0, this.#bytesEnd)
    let code = 0
    for (let at = bytes.indexOf(needle); at >= 0; ) {
      code = this.#codeAt(at, code)
      const end = this.#endOf(code)
      const isWide = this.#isWide(code)
      const isHit = !isWide && at + needle.length <= end
      if (isHit) found(code)
      at = bytes.indexOf(needle, isHit || isWide ? end : at + 1)
    }
  }

  /** The last code at or after `from` whose text begins at or before a byte. */
  #codeAt(byte: number, from: number): number {
    let low = from
    let high = this.#codesEnd - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#places[middle * 2]! <= byte) low = middle
      else high = middle - 1
    }
    return low
  }

  #endOf(code: number): number {
    return this.#places[code * 2]! + (this.#places[code * 2 + 1]! >>> SIZE_SHIFT)
  }

  #isWide(code: number): boolean {
    return (this.#places[code * 2 + 1]! & KINDS) === UTF16
  }

  /** Moves the texts together, in the order of their codes. */
  #pack(): void {
    const old = this.#bytes
    const memory = growing(Uint8Array, this.#bytesEnd - this.#garbageBytes)
    let end = 0
    for (let code = 0; code < this.#codesEnd; code++) {
      const from = this.#places[code * 2]!
      const to = this.#endOf(code)
      memory.set(old.subarray(from, to), end)
      this.#places[code * 2] = end
      end += to - from
    }
    giveBack(this.#memory)
    this.#memory = memory
    this.#bytes = viewOf(memory)
    this.#bytesEnd = end
    this.#garbageBytes = 0
    this.#isInOrder = true
  }

  #makeRoom(codes: number, bytes: number): void {
    this.#places = grown(this.#places, codes * 2)
    if (bytes <= this.#bytes.length) return
    this.#memory = grown(this.#memory, bytes)
    this.#bytes = viewOf(this.#memory)
  }
}

const SHORT_MAX = 8

/** Values of id parts are short: made like this they cost a fifth of a call into the buffer's native code. */
function shortText(b: Uint8Array, at: number, size: number): string {
  return String.fromCharCode(
    b[at]!,
    b[at + 1]!,
    b[at + 2]!,
    b[at + 3]!,
    b[at + 4]!,
    b[at + 5]!,
    b[at + 6]!,
    b[at + 7]!,
  ).slice(0, size)
}

const BEYOND_ASCII = /[^\u0000-\u007f]/
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/
const foldAscii = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
const viewOf = ({ buffer }: Uint8Array<ArrayBuffer>) => Buffer.from(buffer)
