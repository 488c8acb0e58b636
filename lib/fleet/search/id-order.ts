/** Live slots in the order of their ids. Additions of a chunk cost one binary search each and one move of the rest. */
import type { FleetColumns } from '../columns/fleet-columns'

export class IdOrder {
  readonly #columns: FleetColumns
  #slots = new Uint32Array(0)
  #size = 0

  constructor(columns: FleetColumns) {
    this.#columns = columns
  }

  /** A view; valid until the next change. */
  get slots(): Uint32Array {
    return this.#slots.subarray(0, this.#size)
  }

  /** Makes room at once for so many slots in all. */
  reserve(slots: number): void {
    if (slots <= this.#slots.length) return
    const next = new Uint32Array(slots)
    next.set(this.slots)
    this.#slots = next
  }

  insert(added: number[]): void {
    if (added.length === 0) return
    added.sort((a, b) => this.#columns.compare(a, b))
    const size = this.#size + added.length
    if (size > this.#slots.length) this.reserve(Math.max(1024, size * 2))
    let end = this.#size
    for (let index = added.length - 1; index >= 0; index--) {
      const slot = added[index]!
      const at = this.#lowerBound(slot, end)
      this.#slots.copyWithin(at + index + 1, at, end)
      this.#slots[at + index] = slot
      end = at
    }
    this.#size = size
  }

  /** Drops the slots marked 1 in `gone`. */
  remove(gone: Uint8Array): void {
    let kept = 0
    for (let index = 0; index < this.#size; index++) {
      const slot = this.#slots[index]!
      if (gone[slot] === 0) this.#slots[kept++] = slot
    }
    this.#size = kept
  }

  #lowerBound(slot: number, end: number): number {
    if (end === 0 || this.#columns.compare(this.#slots[end - 1]!, slot) < 0) return end
    let low = 0
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#columns.compare(this.#slots[middle]!, slot) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
