/**
 * The last validate of every device and its answer, in fixed records on pages of one SQLite page each. A validate writes into
 * memory and marks its page; pages travel to disk whole, once a second, off the event loop. A record carries the serial of
 * its device, so that one left behind by a removed device is never taken for that of another.
 */
import { growing, grown } from '@/lib/domain/compact/growing-array'
import { ALLOW } from './codes'
import { type KeyTag, tagKind } from './key-tag'
import { INTERVALS_MAX, packInterval, type Rhythm, rhythmOf } from './rhythm'

const RECORD_BYTES = 112
const RECORDS_PER_PAGE = 36
export const PAGE_BYTES = RECORD_BYTES * RECORDS_PER_PAGE
export const RING = INTERVALS_MAX

const F64 = RECORD_BYTES / 8
const U16 = RECORD_BYTES / 2
const U32 = RECORD_BYTES / 4
/** Positions inside a record: doubles first, then code and number of intervals, then the ring of intervals. */
const [SERIAL, AT, REVISION, ALLOWED, DENIED] = [0, 1, 2, 3, 4]
const [CODE, INTERVALS, INTERVALS_FROM] = [20, 21, 24]
/** In whole words, between the two. */
const KEY_TAG = 11
/** Beside the code: the call came with the device's own key. */
const PROVEN = 0x8000

/**
 * The evidence of one device. Times are epoch milliseconds; `code` is a position in `CODES`, 0 for never validated. `isProven`: the
 * last validate came with the key that only this device has.
 */
export type Asked = {
  at: number
  revision: number
  code: number
  isProven: boolean
  allowed: number
  denied: number
  rhythm: Rhythm | null
}

export class Evidence {
  /** All pages in one piece of memory, seen as bytes, doubles, words and halves of words. */
  private bytes = growing(Uint8Array)
  private f64 = new Float64Array(this.bytes.buffer)
  private u16 = new Uint16Array(this.bytes.buffer)
  private u32 = new Uint32Array(this.bytes.buffer)
  private marked = growing(Uint8Array)
  private dirty: number[] = []

  /** Makes room for a page. */
  private grow(page: number): void {
    this.marked = grown(this.marked, page + 1)
    this.bytes = grown(this.bytes, (page + 1) * PAGE_BYTES)
    this.f64 = new Float64Array(this.bytes.buffer)
    this.u16 = new Uint16Array(this.bytes.buffer)
    this.u32 = new Uint32Array(this.bytes.buffer)
  }

  private mark(page: number): void {
    if (this.marked[page] !== 0) return
    this.marked[page] = 1
    this.dirty.push(page)
  }

  /** Puts back a page as it was stored, in hexadecimal. */
  load(page: number, hex: string): void {
    if ((page + 1) * PAGE_BYTES > this.bytes.length || page >= this.marked.length) this.grow(page)
    Buffer.from(this.bytes.buffer, page * PAGE_BYTES, PAGE_BYTES).write(hex, 'hex')
  }

  /** Notes one answered validate of a device. Intervals that a step of the clock made negative are left out. */
  record(serial: number, slot: number, at: number, code: number, revision: number, keyTag: KeyTag = 0): void {
    const page = Math.floor(slot / RECORDS_PER_PAGE)
    if ((page + 1) * PAGE_BYTES > this.bytes.length || page >= this.marked.length) this.grow(page)
    const { f64, u16 } = this
    const f = slot * F64
    const u = slot * U16
    if (f64[f + SERIAL] !== serial) {
      f64.fill(0, f, f + F64)
      f64[f + SERIAL] = serial
    } else {
      const interval = at - (f64[f + AT] as number)
      if (interval >= 0) {
        const count = u16[u + INTERVALS] as number
        u16[u + INTERVALS_FROM + (count % RING)] = packInterval(interval)
        // Counts on within the ring once it is full: 32 to 63, then 32 again.
        u16[u + INTERVALS] = count === 2 * RING - 1 ? RING : count + 1
      }
    }
    f64[f + AT] = at
    f64[f + REVISION] = revision
    f64[f + (code === ALLOW ? ALLOWED : DENIED)]! += 1
    u16[u + CODE] = tagKind(keyTag) === 'device' ? code | PROVEN : code
    this.u32[slot * U32 + KEY_TAG] = keyTag
    this.mark(page)
  }

  read(serial: number, slot: number): Asked | null {
    const f = slot * F64
    if (this.f64[f + SERIAL] !== serial) return null
    const value = (position: number) => this.f64[f + position] as number
    const u = slot * U16
    const from = u + INTERVALS_FROM
    const rhythm = rhythmOf(this.u16.subarray(from, from + Math.min(RING, this.u16[u + INTERVALS] as number)))
    const noted = this.u16[u + CODE] as number
    const [code, isProven] = [noted & ~PROVEN, (noted & PROVEN) !== 0]
    return {
      at: value(AT),
      revision: value(REVISION),
      code,
      isProven,
      allowed: value(ALLOWED),
      denied: value(DENIED),
      rhythm,
    }
  }

  /** When a device last validated, in epoch milliseconds, and the key of that; null if it never has. */
  readKey(serial: number, slot: number): { at: number; keyTag: KeyTag } | null {
    if (this.f64[slot * F64 + SERIAL] !== serial) return null
    return { at: this.f64[slot * F64 + AT] as number, keyTag: this.u32[slot * U32 + KEY_TAG] as number }
  }

  get dirtyCount(): number {
    return this.dirty.length
  }

  /**
   * Copies up to `max` marked pages into `batch`, one after the other, to be written, and gives their numbers; pages changed
   * meanwhile are marked again.
   */
  take(max: number, batch: Uint8Array): number[] {
    const numbers = this.dirty.splice(0, Math.min(max, Math.floor(batch.length / PAGE_BYTES)))
    numbers.forEach((page, position) => {
      this.marked[page] = 0
      batch.set(this.bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), position * PAGE_BYTES)
    })
    return numbers
  }

  /** Marks pages again whose writing failed. */
  putBack(numbers: readonly number[]): void {
    for (const page of numbers) this.mark(page)
  }
}
