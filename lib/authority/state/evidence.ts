/**
 * What every device last asked and was told, in fixed records on pages of one SQLite page each. A validate writes into
 * memory and marks its page; pages travel to disk whole, once a second, off the event loop. A record carries the serial of
 * its device, so that one left behind by a removed device is never taken for that of another.
 */
import { ALLOW } from './codes'
import type { Device } from './device'
import { packInterval } from './interval'
import { type Rhythm, rhythmOf } from './rhythm'

const RECORD_BYTES = 112
const RECORDS_PER_PAGE = 36
export const PAGE_BYTES = RECORD_BYTES * RECORDS_PER_PAGE
export const RING = 32

const F64 = RECORD_BYTES / 8
const U16 = RECORD_BYTES / 2
/** Positions inside a record: doubles first, then code and number of intervals, then the ring of intervals. */
const [SERIAL, AT, REVISION, ALLOWED, DENIED] = [0, 1, 2, 3, 4]
const [CODE, INTERVALS, INTERVALS_FROM] = [20, 21, 24]

/** The evidence of one device. Times are epoch milliseconds; `code` is a position in `CODES`, 0 for never asked. */
export type Asked = {
  at: number
  revision: number
  code: number
  allowed: number
  denied: number
  rhythm: Rhythm | null
}

const SLOTS_AT_START = 32 * RECORDS_PER_PAGE

export class Evidence {
  /** All pages in one piece of memory, seen as bytes, doubles and halves of words. */
  private bytes = new Uint8Array(SLOTS_AT_START * RECORD_BYTES)
  private f64 = new Float64Array(this.bytes.buffer)
  private u16 = new Uint16Array(this.bytes.buffer)
  private marked = new Uint8Array(SLOTS_AT_START / RECORDS_PER_PAGE)
  private dirty: number[] = []

  /** Makes room for a page; doubles, so that it seldom has to. */
  private grow(page: number): void {
    const pages = Math.max(page + 1, this.marked.length * 2)
    const { bytes, marked } = this
    this.bytes = new Uint8Array(pages * PAGE_BYTES)
    this.bytes.set(bytes)
    this.f64 = new Float64Array(this.bytes.buffer)
    this.u16 = new Uint16Array(this.bytes.buffer)
    this.marked = new Uint8Array(pages)
    this.marked.set(marked)
  }

  private mark(page: number): void {
    if (this.marked[page] !== 0) return
    this.marked[page] = 1
    this.dirty.push(page)
  }

  /** Puts back a page as it was stored. */
  load(page: number, bytes: Uint8Array): void {
    if (page >= this.marked.length) this.grow(page)
    this.bytes.set(bytes, page * PAGE_BYTES)
  }

  /** Notes one answered validate. Intervals that a step of the clock made negative are left out. */
  record(device: Device, at: number, code: number, revision: number): void {
    const page = Math.floor(device.slot / RECORDS_PER_PAGE)
    if (page >= this.marked.length) this.grow(page)
    const { f64, u16 } = this
    const f = device.slot * F64
    const u = device.slot * U16
    if (f64[f + SERIAL] !== device.serial) {
      f64.fill(0, f, f + F64)
      f64[f + SERIAL] = device.serial
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
    u16[u + CODE] = code
    this.mark(page)
  }

  read(device: Device): Asked | null {
    const f = device.slot * F64
    if (this.f64[f + SERIAL] !== device.serial) return null
    const value = (position: number) => this.f64[f + position] as number
    const u = device.slot * U16
    const from = u + INTERVALS_FROM
    const rhythm = rhythmOf(this.u16.subarray(from, from + Math.min(RING, this.u16[u + INTERVALS] as number)))
    const code = this.u16[u + CODE] as number
    return { at: value(AT), revision: value(REVISION), code, allowed: value(ALLOWED), denied: value(DENIED), rhythm }
  }

  get dirtyCount(): number {
    return this.dirty.length
  }

  /** Takes up to `max` marked pages as copies, to be written; pages changed meanwhile are marked again. */
  take(max: number): { numbers: number[]; bytes: Uint8Array<ArrayBuffer> } {
    const numbers = this.dirty.splice(0, max)
    const copy = new Uint8Array(numbers.length * PAGE_BYTES)
    numbers.forEach((page, position) => {
      this.marked[page] = 0
      copy.set(this.bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), position * PAGE_BYTES)
    })
    return { numbers, bytes: copy }
  }

  /** Marks pages again whose writing failed. */
  putBack(numbers: readonly number[]): void {
    for (const page of numbers) this.mark(page)
  }
}
