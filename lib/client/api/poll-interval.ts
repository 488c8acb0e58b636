import { signedOut } from '../state/signed-out'

const VISIBLE_MS = 2_000
const HIDDEN_MS = 10_000

/**
 * How often a page of live state is read again: every 2 s while it is visible, else every 10 s; not at all while the session allows no
 * reading. What was read stays, and the sign-in reads everything again.
 */
export function pollIntervalMs(visibleMs = VISIBLE_MS): number | false {
  if (signedOut.get()) return false
  return typeof document === 'undefined' || document.visibilityState === 'visible' ? visibleMs : HIDDEN_MS
}

/** Query options shared by everything that is polled. A failed poll is not retried: the next one is its retry. */
export const polled = {
  refetchInterval: () => pollIntervalMs(),
  refetchIntervalInBackground: true,
  retry: false,
  staleTime: 1_000,
} as const
