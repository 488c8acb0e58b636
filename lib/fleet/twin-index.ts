/**
 * Which ids of a fleet an authority could take for one another. Only ids that are not their own key take room: a fleet of
 * plain ids costs nothing.
 */
import { isOwnKey, twinKeys } from '@/lib/domain/ids/twin-keys'

/** At most so many twins of one id are handed over. */
const TWINS_MAX = 50

export class TwinIndex {
  /** A single id is stored without a set: most keys have one. */
  readonly #byKey = new Map<string, string | Set<string>>()

  add(id: string): void {
    if (isOwnKey(id)) return
    for (const key of twinKeys(id)) {
      const known = this.#byKey.get(key)
      if (known === undefined) this.#byKey.set(key, id)
      else if (typeof known === 'string') this.#byKey.set(key, new Set([known, id]))
      else known.add(id)
    }
  }

  remove(id: string): void {
    if (isOwnKey(id)) return
    for (const key of twinKeys(id)) {
      const known = this.#byKey.get(key)
      if (typeof known === 'object' && known.delete(id) && known.size > 0) continue
      if (known === id || typeof known === 'object') this.#byKey.delete(key)
    }
  }

  /** Other ids of the fleet that share a key with this one, which need not be of the fleet. @param isListed of an id. */
  twinsOf(id: string, isListed: (id: string) => boolean): string[] {
    if (this.#byKey.size === 0 && isOwnKey(id)) return []
    const twins = new Set<string>()
    for (const key of twinKeys(id)) {
      if (isOwnKey(key) && isListed(key)) twins.add(key)
      const known = this.#byKey.get(key) ?? []
      for (const other of typeof known === 'string' ? [known] : known) if (twins.add(other).size > TWINS_MAX) break
    }
    twins.delete(id)
    return [...twins].slice(0, TWINS_MAX)
  }
}
