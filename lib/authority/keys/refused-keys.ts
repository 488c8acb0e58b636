const EVERY_MS = 60_000
/** Ids of one org that are named at a time, and of all orgs; what is refused beyond that is counted without an id. */
const NAMED_MAX = 20
const NAMED_OF_ALL_MAX = 10_000

export type RefusedKey = { orgId: number; deviceId: string | null; count: number }

/** `writtenAt`: when its last count was taken; null for one that is new. */
type Entry = RefusedKey & { writtenAt: number | null }

/**
 * Counts calls under a key that may not ask for the id that they name: the first of an id is taken at once, what follows once a minute.
 * Bounded, because the holder of a key decides how many ids it names.
 */
export class RefusedKeys {
  private readonly entries = new Map<string, Entry>()
  private readonly named = new Map<number, number>()

  /** @param deviceId null for an id that is not on file. */
  note(orgId: number, deviceId: string | null): void {
    const known = this.entries.get(nameOf(orgId, deviceId))
    const mayName = (this.named.get(orgId) ?? 0) < NAMED_MAX && this.entries.size < NAMED_OF_ALL_MAX
    const entry = known ?? (deviceId === null || mayName ? this.add(orgId, deviceId) : this.unnamed(orgId))
    entry.count += 1
  }

  /** What is due, and forgets ids that were quiet for a minute. `all`: at the end, also what is not due. */
  take(now: number, all = false): RefusedKey[] {
    const due: RefusedKey[] = []
    for (const [name, entry] of this.entries) {
      const { orgId, deviceId, count, writtenAt } = entry
      // A clock that was set back is taken for a minute that has passed.
      const isDue = all || writtenAt === null || now - writtenAt >= EVERY_MS || now < writtenAt
      if (!isDue) continue
      if (count > 0) {
        due.push({ orgId, deviceId, count })
        Object.assign(entry, { count: 0, writtenAt: now })
      } else this.remove(name, entry)
    }
    return due
  }

  /** What could not be written is counted again. */
  putBack(taken: readonly RefusedKey[]): void {
    for (const { orgId, deviceId, count } of taken) {
      const entry = this.entries.get(nameOf(orgId, deviceId)) ?? this.unnamed(orgId)
      entry.count += count
      entry.writtenAt = null
    }
  }

  private unnamed(orgId: number): Entry {
    return this.entries.get(nameOf(orgId, null)) ?? this.add(orgId, null)
  }

  private add(orgId: number, deviceId: string | null): Entry {
    const entry = { orgId, deviceId, count: 0, writtenAt: null }
    this.entries.set(nameOf(orgId, deviceId), entry)
    if (deviceId !== null) this.named.set(orgId, (this.named.get(orgId) ?? 0) + 1)
    return entry
  }

  private remove(name: string, { orgId, deviceId }: Entry): void {
    this.entries.delete(name)
    if (deviceId === null) return
    const left = (this.named.get(orgId) ?? 1) - 1
    if (left > 0) this.named.set(orgId, left)
    else this.named.delete(orgId)
  }
}

/** An id has at least one character, so that none is the name of "no id". */
const nameOf = (orgId: number, deviceId: string | null) => `${orgId} ${deviceId ?? ''}`
