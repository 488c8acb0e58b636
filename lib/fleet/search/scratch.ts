/**
 * Room for one search over the whole fleet. It is lent and given back: fresh arrays for each search would be some megabytes
 * of garbage per request, and every collection of them holds up the loop.
 */
export type Scratch = {
  /** Bits of the dimensions that a slot fails. */
  failed: Uint32Array
  hits: Uint8Array
  dead: Uint8Array
  /** Three lists of slots or of places in one. */
  slots: Uint32Array
  order: Uint32Array
  next: Uint32Array
  keys: Float64Array
  digits: Uint16Array
}

const KEPT_MAX = 2

export class ScratchPool {
  readonly #free: Scratch[] = []

  /** For that many slots; what was in it before is still in it. */
  take(slots: number): Scratch {
    const kept = this.#free.pop()
    return kept && kept.failed.length >= slots ? kept : makeScratch(slots)
  }

  giveBack(scratch: Scratch): void {
    if (this.#free.length < KEPT_MAX) this.#free.push(scratch)
  }
}

const makeScratch = (slots: number): Scratch => ({
  failed: new Uint32Array(slots),
  hits: new Uint8Array(slots),
  dead: new Uint8Array(slots),
  slots: new Uint32Array(slots),
  order: new Uint32Array(slots),
  next: new Uint32Array(slots),
  keys: new Float64Array(slots),
  digits: new Uint16Array(slots),
})
