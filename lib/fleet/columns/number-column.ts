/** One number per slot, NaN where there is none. It takes no memory before the first number. */
export class NumberColumn {
  #values = new Float64Array(0)

  /** Undefined where there is none. */
  get(slot: number): number | undefined {
    const value = this.#values[slot]
    return value === undefined || Number.isNaN(value) ? undefined : value
  }

  /** `slotsEnd`: one more than the highest slot put before; `capacity`: slots that there is to be room for. */
  put(slot: number, value: number | undefined, slotsEnd: number, capacity: number): void {
    if (value === undefined && this.#values.length === 0) return
    if (slot >= this.#values.length) {
      const before = this.#values.length
      this.#values = resized(this.#values, capacity)
      // What lies beyond stays untouched, and so takes no memory.
      this.#values.fill(Number.NaN, before, Math.max(before, slotsEnd))
    }
    this.#values[slot] = value ?? Number.NaN
  }
}

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

/** A copy with room for so many, zeros after what was there. */
export function resized<Column extends Numbers>(old: Column, capacity: number): Column {
  const next = new (old.constructor as new (size: number) => Column)(capacity)
  next.set(old)
  return next
}
