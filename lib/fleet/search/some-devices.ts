import { eachInSlices, type Slices } from '@/lib/concurrency/cooperative'
import type { FleetColumns } from '../columns/fleet-columns'

/** Some devices of a fleet, named once for several questions: where they are is looked up anew only after the fleet has changed. */
export class SomeDevices {
  readonly #ids: readonly string[]
  #known: { version: number; slots: Uint32Array } | null = null

  /** @param ids each once; those that are not in the fleet count for nothing. */
  constructor(ids: readonly string[]) {
    this.#ids = ids
  }

  *slots(columns: FleetColumns, version: number): Slices<Uint32Array> {
    if (this.#known?.version === version) return this.#known.slots
    const slots = new Uint32Array(this.#ids.length)
    let size = 0
    yield* eachInSlices(this.#ids, (id) => {
      const slot = columns.slotOf(id)
      if (slot >= 0) slots[size++] = slot
    })
    this.#known = { version, slots: slots.subarray(0, size) }
    return this.#known.slots
  }
}

/** How many of `slots` fail in nothing. */
export function* countMatching(failed: Uint32Array, slots: Uint32Array, stepSlots: number): Slices<number> {
  let count = 0
  for (let from = 0; from < slots.length; from += stepSlots) {
    count += countRange(failed, slots, from, Math.min(from + stepSlots, slots.length))
    yield
  }
  return count
}

function countRange(failed: Uint32Array, slots: Uint32Array, from: number, to: number): number {
  let count = 0
  for (let index = from; index < to; index++) if (failed[slots[index]!] === 0) count++
  return count
}
