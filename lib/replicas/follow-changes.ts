/**
 * What other consoles change, soon after they did: every act is an event of the record, and events become visible in their order, so
 * that reading on from the last one misses none. A signal of the database says when to look; without it, a look now and then.
 */
import type { Logger } from 'pino'
import type { AuditKind } from '@/lib/domain/audit'
import { lastSequence } from '@/lib/store/audit/audit-chain-heads'
import { type ChangeEvent, eventsAfter } from '@/lib/store/audit/change-events'
import type { Store } from '@/lib/store/rows/db'

/** A look without a signal, in ms. */
const LOOK_EVERY_MS = 1_000
const EVENTS_AT_ONCE = 500

/** What came since the last look. `orgIds`: null for events of no org. */
export type Changes = { orgIds: ReadonlySet<string | null>; kinds: ReadonlySet<AuditKind> }

export type FollowedChanges = { look: () => Promise<void>; stop: () => void }

type Options = {
  store: Store
  log: Logger
  onChange: (changes: Changes) => Promise<void>
  lookEveryMs?: number
}

export function followChanges({ store, log, onChange, lookEveryMs = LOOK_EVERY_MS }: Options): FollowedChanges {
  if (store.writerId === null) return { look: async () => undefined, stop: () => undefined }
  let last: number | null = null
  let looking: Promise<void> | null = null
  let isAgain = false

  async function lookOnce(): Promise<void> {
    if (last === null) {
      last = await lastSequence(store.reads)
      return
    }
    for (;;) {
      const events: ChangeEvent[] = await eventsAfter(store.reads, last, EVENTS_AT_ONCE)
      const newest = events.at(-1)
      if (!newest) return
      await onChange({
        orgIds: new Set(events.map(({ org_id }) => org_id)),
        kinds: new Set(events.map(({ kind }) => kind)),
      })
      last = newest.sequence
      if (events.length < EVENTS_AT_ONCE) return
    }
  }

  /** One look at a time; one that is asked for meanwhile follows it. */
  function look(): Promise<void> {
    if (looking) {
      isAgain = true
      return looking
    }
    looking = (async () => {
      do {
        isAgain = false
        await lookOnce().catch((error) => log.warn({ err: error }, 'what other consoles changed was not read'))
      } while (isAgain)
      looking = null
    })()
    return looking
  }

  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()
  const silence = store.onCommit(() => void look())
  void look()
  return {
    look,
    stop() {
      clearInterval(timer)
      silence()
    },
  }
}
