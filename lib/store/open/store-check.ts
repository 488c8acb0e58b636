import type { Clock } from '@/lib/concurrency/clock'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import type { Store } from '../rows/db'

const WAIT_MS = 150
/** A page that is requested often does not write as often. */
const KNOWN_MS = 2_000

export type StoreCheck = {
  /** False when the store does not take a write now: it is full, locked or late. */
  isWritable: (parts: { store: Store; clock: Clock }) => Promise<boolean>
}

export function createStoreCheck(): StoreCheck {
  let last: { store: Store; at: number; answer: Promise<boolean> } | null = null
  return {
    isWritable({ store, clock }) {
      const now = clock.now()
      if (last?.store === store && now >= last.at && now - last.at < KNOWN_MS) return last.answer
      const writing = Promise.resolve().then(() => store.writable())
      const answer = withTimeoutOr(
        writing.then(() => true),
        WAIT_MS,
        false,
      )
      last = { store, at: now, answer }
      return answer
    },
  }
}
