/**
 * A delay before the next attempt that grows with the failed ones, by key: one second, doubled with each failure, at most a minute.
 * It is never a lock-out: after the delay one more attempt is taken, whatever came before. Failures are forgotten one by one.
 * The memory is bounded: a full table forgets the key with the fewest failures among those unused for longest, so that no flood of
 * new keys takes the delay from one that is under attack.
 */

export const DELAY_MAX_MS = 60_000
const DELAY_MIN_MS = 1_000
const STEPS = Math.ceil(Math.log2(DELAY_MAX_MS / DELAY_MIN_MS))
const LOOKED_AT = 64

export type DelayRule = {
  /** Failures that cause no delay yet. */
  free: number
  /** One failure is forgotten after each such time, in ms. */
  forgetMs: number
  /** Keys held at once. */
  keysMax: number
}

export type Delays = {
  /** How long the next attempt has to wait, in ms; 0: it may be made. */
  waitMs: (key: string, now: number) => number
  /** Counts an attempt as failed, before its end is known: many at once are no way around the delay. */
  count: (key: string, now: number) => void
  /** Takes the last count back: the attempt was right, or was never made. */
  takeBack: (key: string) => void
  /** Keys held. */
  size: () => number
}

type Entry = { failures: number; since: number; until: number }

export function createDelays({ free, forgetMs, keysMax }: DelayRule): Delays {
  const entries = new Map<string, Entry>()

  /** The failures not forgotten yet. A clock that was set back forgets none. */
  const failuresAt = ({ failures, since }: Entry, now: number) =>
    Math.max(0, failures - Math.max(0, Math.floor((now - since) / forgetMs)))

  function makeRoom(now: number): void {
    if (entries.size < keysMax) return
    let mildest: string | undefined
    let fewest = Number.POSITIVE_INFINITY
    let looked = 0
    for (const [key, entry] of entries) {
      const failures = failuresAt(entry, now)
      if (failures < fewest) [mildest, fewest] = [key, failures]
      looked += 1
      if (looked >= LOOKED_AT || fewest === 0) break
    }
    if (mildest !== undefined) entries.delete(mildest)
  }

  return {
    waitMs(key, now) {
      const left = (entries.get(key)?.until ?? 0) - now
      // More than the longest delay is a clock that was set back.
      return left > 0 && left <= DELAY_MAX_MS ? left : 0
    },
    count(key, now) {
      const known = entries.get(key)
      const failures = Math.min(free + STEPS, (known ? failuresAt(known, now) : 0) + 1)
      const until = failures < free ? 0 : now + Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** (failures - free))
      if (known) entries.delete(key)
      else makeRoom(now)
      entries.set(key, { failures, since: now, until })
    },
    takeBack(key) {
      const known = entries.get(key)
      if (!known) return
      if (known.failures <= 1) entries.delete(key)
      else entries.set(key, { ...known, failures: known.failures - 1, until: 0 })
    },
    size: () => entries.size,
  }
}
