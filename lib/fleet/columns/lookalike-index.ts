/**
 * Which devices of a fleet a person could take for one another. A plain id costs one place in a table of numbers; texts are
 * kept only of keys that two ids share. A removal and an addition each cost the same, however many look alike.
 */
import { growing, grown } from '@/lib/domain/compact/growing-array'
import { hashOfKey, lookalikeHashes, lookalikeKeys } from '@/lib/domain/ids/lookalike-keys'

const PLACES_AT_START = 1_024

export class LookalikeIndex {
  readonly #idOf: (slot: number) => string
  /** By slot: how many groups of look-alikes it is in, at most 2. */
  #groupsOf = growing(Uint8Array)
  /** Open addressing, linear: per key its hash, and the slot that represents it plus 1, or 0. */
  #slots = growing(Uint32Array)
  #hashes = growing(Uint32Array)
  #keys = 0
  /** All slots of a key that has more than one. */
  readonly #groups = new Map<string, Set<number>>()
  readonly #seed = Math.floor(Math.random() * 2 ** 31)

  /** @param idOf the id of a live slot. */
  constructor(idOf: (slot: number) => string) {
    this.#idOf = idOf
  }

  /** By slot: 0 where nothing looks like it. Valid until the next change. */
  get marks(): Uint8Array {
    return this.#groupsOf
  }

  /** Whether any two of the fleet look alike. */
  get hasAny(): boolean {
    return this.#groups.size > 0
  }

  isMarked(slot: number): boolean {
    return (this.#groupsOf[slot] ?? 0) > 0
  }

  /** A slot that has its id by now. */
  add(slot: number, id: string): void {
    this.#groupsOf = grown(this.#groupsOf, slot + 1)
    for (const [at, hash] of lookalikeHashes(id, this.#seed).entries())
      this.#addKey(slot, hash, () => lookalikeKeys(id)[at] as string)
  }

  /** A slot that still has its id. */
  remove(slot: number, id: string): void {
    const keys = this.isMarked(slot) ? lookalikeKeys(id) : []
    for (const [at, hash] of lookalikeHashes(id, this.#seed).entries()) this.#removeKey(slot, hash, keys[at])
    this.#groupsOf[slot] = 0
  }

  /**
   * Slots that look like this id, which need not be of the fleet; its own is among them where it is, and one that shares two
   * keys comes twice. @param seen keys that were gone through before; this id's are added.
   */
  *like(id: string, seen: Set<string>): Generator<number> {
    for (const key of lookalikeKeys(id)) {
      if (seen.has(key)) continue
      seen.add(key)
      const place = this.#placeOf(hashOfKey(key, this.#seed), key)
      yield* this.#groups.get(key) ?? (place < 0 ? [] : [this.#slots[place]! - 1])
    }
  }

  #addKey(slot: number, hash: number, keyOf: () => string): void {
    const place = this.#slots.length === 0 ? -1 : this.#placeOfHash(hash, keyOf)
    if (place < 0) {
      this.#insert(slot, hash)
      return
    }
    const key = keyOf()
    const group = this.#groups.get(key)
    if (group) group.add(slot)
    else {
      const other = this.#slots[place]! - 1
      this.#groups.set(key, new Set([other, slot]))
      this.#groupsOf[other]!++
    }
    this.#groupsOf[slot]!++
  }

  /** @param key undefined where the slot is in no group. */
  #removeKey(slot: number, hash: number, key: string | undefined): void {
    const group = key === undefined ? undefined : this.#groups.get(key)
    if (key === undefined || !group) {
      this.#free(this.#placeOfSlot(slot, hash))
      return
    }
    const place = this.#placeOf(hash, key)
    group.delete(slot)
    const next = group.values().next().value as number
    if (this.#slots[place] === slot + 1) this.#slots[place] = next + 1
    if (group.size > 1) return
    this.#groups.delete(key)
    this.#groupsOf[next]!--
  }

  #placeOf = (hash: number, key: string): number => (this.#keys === 0 ? -1 : this.#placeOfHash(hash, () => key))

  /** -1 where no id of the fleet has this key. The key is made only where a hash is met. */
  #placeOfHash(hash: number, keyOf: () => string): number {
    const mask = this.#slots.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = this.#slots[place]! - 1
      if (slot < 0) return -1
      if (this.#hashes[place] === hash && lookalikeKeys(this.#idOf(slot)).includes(keyOf())) return place
    }
  }

  /** Of a slot that represents a key of this hash. */
  #placeOfSlot(slot: number, hash: number): number {
    const mask = this.#slots.length - 1
    let place = hash & mask
    while (this.#slots[place] !== slot + 1 || this.#hashes[place] !== hash) place = (place + 1) & mask
    return place
  }

  #insert(slot: number, hash: number): void {
    this.#keys++
    if (this.#keys * 4 > this.#slots.length * 3) this.#growPlaces()
    this.#put(slot + 1, hash)
  }

  #put(entry: number, hash: number): void {
    const mask = this.#slots.length - 1
    let place = hash & mask
    while (this.#slots[place] !== 0) place = (place + 1) & mask
    this.#slots[place] = entry
    this.#hashes[place] = hash
  }

  /** Empties a place, and moves up the entries that are behind it only because it was taken. */
  #free(emptied: number): void {
    this.#keys--
    const mask = this.#slots.length - 1
    let hole = emptied
    for (let place = (hole + 1) & mask; this.#slots[place] !== 0; place = (place + 1) & mask) {
      const home = this.#hashes[place]! & mask
      if (((place - home) & mask) < ((place - hole) & mask)) continue
      this.#slots[hole] = this.#slots[place]!
      this.#hashes[hole] = this.#hashes[place]!
      hole = place
    }
    this.#slots[hole] = 0
  }

  #growPlaces(): void {
    const slots = this.#slots.slice()
    const hashes = this.#hashes.slice()
    const size = Math.max(PLACES_AT_START, slots.length * 2)
    this.#slots = grown(this.#slots, size)
    this.#hashes = grown(this.#hashes, size)
    this.#slots.fill(0)
    for (let place = 0; place < slots.length; place++) if (slots[place] !== 0) this.#put(slots[place]!, hashes[place]!)
  }
}
