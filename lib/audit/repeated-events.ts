/**
 * Keeps one person from growing the record without end by what costs them nothing: exports, refusals, sign-ins. Of each kind the
 * first of an hour are events like any other; what comes after them is counted, and the count is an event at most once a minute.
 */

import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import type { CountedKind } from '@/lib/domain/audit'
import type { Db, Store } from '@/lib/store/rows/db'
import { type Origin, record } from './audit-log'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Events of one kind, of one person in one org, that are recorded one by one within an hour. */
export const WHOLE_PER_HOUR = 30

/** Since when, how many were recorded, and how many were only counted since the last count was written. */
type Repeats = {
  since: number
  whole: number
  counted: number
  countedSince: number
  origin: Origin
  kind: CountedKind
}

export type RepeatedEvents = {
  /** True when the event is to be recorded as itself; else it is counted. */
  admit: (origin: Origin, kind: CountedKind) => boolean
  /** Writes the counts, and forgets origins that were quiet for an hour. */
  flush: (deps: { store: Store; clock: Clock }) => Promise<void>
}

export function createRepeatedEvents(wholePerHour = WHOLE_PER_HOUR): RepeatedEvents {
  const repeats = new Map<string, Repeats>()
  return {
    admit(origin, kind) {
      const key = `${origin.actor?.userId} ${origin.orgId} ${kind}`
      const known = repeats.get(key)
      const { at } = origin
      // A clock that was set back begins anew, as an hour that is over does; what was counted is kept.
      const isOver = !known || at - known.since >= HOUR_MS || at < known.since
      const fresh = { since: at, whole: 0, counted: known?.counted ?? 0, countedSince: known?.countedSince ?? at, kind }
      const now: Repeats = isOver ? { ...fresh, origin } : { ...known, origin }
      const isWhole = now.whole < wholePerHour
      if (isWhole) now.whole += 1
      else {
        if (now.counted === 0) now.countedSince = at
        now.counted += 1
      }
      repeats.set(key, now)
      return isWhole
    },
    async flush({ store, clock }) {
      const now = clock.now()
      for (const [key, { since, counted, countedSince, origin, kind }] of [...repeats]) {
        if (counted > 0) {
          const data = { of: kind, count: counted, since: new Date(countedSince).toISOString() }
          await record(store.db, { ...origin, requestId: null, at: now }, 'events.counted', data)
          const current = repeats.get(key)
          if (current) current.counted -= counted
        }
        if (now - since >= HOUR_MS && (repeats.get(key)?.counted ?? 0) === 0) repeats.delete(key)
      }
    },
  }
}

/** Appends the event, or counts it. `db` is the transaction that makes the change, where there is one. */
export async function recordRepeated<Kind extends CountedKind>(
  { repeats }: { repeats: RepeatedEvents },
  db: Db,
  origin: Origin,
  kind: Kind,
  data: Parameters<typeof record<Kind>>[3],
): Promise<void> {
  if (repeats.admit(origin, kind)) await record(db, origin, kind, data)
}

/** Writes counts once a minute; the returned function ends that and writes what is left. */
export function startCounting(deps: {
  store: Store
  clock: Clock
  log: Logger
  repeats: RepeatedEvents
}): () => Promise<void> {
  const flush = () =>
    deps.repeats.flush(deps).catch((error) => deps.log.warn({ err: error }, 'repeated events not counted'))
  const timer = setInterval(() => void flush(), MINUTE_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    return flush()
  }
}
