/**
 * Work that one console of a deployment does: whichever asks first has it until it ends, or until the others take it for dead. Then one
 * of these has it within a few seconds.
 */
import type { Clock } from '@/lib/concurrency/clock'
import { takeLease } from '@/lib/store/leases'
import type { Store } from '@/lib/store/rows/db'

export const DUTIES = ['review', 'schedule', 'sampler', 'anchors', 'key-events', 'takeover', 'upkeep'] as const
export type Duty = (typeof DUTIES)[number]

export type Duties = {
  /** True if this console is to do it now. @throws the store's fault: then it is not known, and nothing is to be done. */
  has: (duty: Duty) => Promise<boolean>
  /** Those that this console has. */
  held: () => Duty[]
}

/** A duty of another console is asked for again after so long, in ms. */
const ASK_EVERY_MS = 1_000

/** A console that is alone has every duty. */
export const ALL_DUTIES: Duties = { has: async () => true, held: () => [...DUTIES] }

export function createDuties({ store, clock }: { store: Store; clock: Clock }): Duties {
  const { writerId, db } = store
  if (writerId === null) return ALL_DUTIES
  const held = new Set<Duty>()
  const askedAt = new Map<Duty, number>()
  return {
    async has(duty) {
      if (held.has(duty)) return true
      const now = clock.now()
      const last = askedAt.get(duty)
      if (last !== undefined && now >= last && now - last < ASK_EVERY_MS) return false
      askedAt.set(duty, now)
      if ((await takeLease(db, duty, writerId)) === null) return false
      held.add(duty)
      return true
    },
    held: () => [...held],
  }
}
