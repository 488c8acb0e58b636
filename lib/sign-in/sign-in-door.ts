/**
 * Turns a flood of sign-ins away before it costs anything: a sign-in that is let in costs the web framework some milliseconds of
 * the one thread that also answers `/stop`. Looked at are headers alone. A browser that signed in before, and a network from which
 * a person did, have a door of their own; the lanes of `sign-in-limits.ts` come after it.
 */
import { networkOf } from '@/lib/domain/sign-in/network'
import { listKnownNetworks } from '@/lib/store/known-networks'
import type { SignInDeps } from './sign-in-deps'

/** A browser that an account signed in with before, as it has proven. */
export type KnownBrowser = { userId: string; browserId: string }

/** Let in within one second through the door of strangers, and through each other one. People are far from either. */
export const STRANGERS_PER_SECOND = 10
export const KNOWN_PER_SECOND = 30
const WINDOW_MS = 1_000
const DOORS_MAX = 1_000
const STRANGERS = 'strangers'
/** The wait that is answered if other sign-ins fill the door, in ms. */
const BUSY_MS = 2_000

export type Arrival = { address: string | null; browsers: readonly KnownBrowser[] }

export type SignInDoor = {
  /** How long the arrival has to wait, in ms; 0: it is let in. */
  waitMs: (arrival: Arrival) => number
  /** A person signed in from the network. */
  learn: (network: string) => void
  /** Reads the known networks again: they expire, and other processes learn some. */
  refresh: () => Promise<void>
}

export function createSignInDoor(
  depsOf: () => Pick<SignInDeps, 'store' | 'clock'>,
  strangerWaitMs: (network: string, now: number) => number,
): SignInDoor {
  let known = new Set<string>()
  let letIn = new Map<string, number>()
  let windowAt = Number.NEGATIVE_INFINITY

  function isFull(door: string, now: number): boolean {
    if (now - windowAt >= WINDOW_MS || now < windowAt) [letIn, windowAt] = [new Map(), now]
    const own = letIn.size < DOORS_MAX || letIn.has(door) ? door : STRANGERS
    const count = (letIn.get(own) ?? 0) + 1
    letIn.set(own, count)
    return count > (own === STRANGERS ? STRANGERS_PER_SECOND : KNOWN_PER_SECOND)
  }

  return {
    waitMs({ address, browsers }) {
      const now = depsOf().clock.now()
      const [browser] = browsers
      const network = networkOf(address)
      if (browser) return isFull(browser.browserId, now) ? BUSY_MS : 0
      if (known.has(network)) return isFull(network, now) ? BUSY_MS : 0
      const waitMs = strangerWaitMs(network, now)
      if (waitMs > 0) return waitMs
      return isFull(STRANGERS, now) ? BUSY_MS : 0
    },
    learn: (network) => void known.add(network),
    async refresh() {
      const { store, clock } = depsOf()
      known = new Set(await listKnownNetworks(store.reads, clock.now()))
    },
  }
}
