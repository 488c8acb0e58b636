/** Everything that a console is made of but its parts from outside: the same in production, in tests and in benches. */
import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import type { Store } from '@/lib/store/rows/db'
import { STORE_WAIT_MS } from '@/lib/store/store-wait'
import { createSignInGuard } from './access/sign-in-guard'
import { createStopSessions } from './access/stop-sessions'
import type { Deps } from './context'
import type { KeyVault } from './key-vault'
import { createLiveFeed } from './live/live-feed'
import { createCoveredItems } from './operations/covered-items'
import { createResumeLedger } from './operations/resume-ledger'
import { createRunning } from './operations/running'
import { createSentDevices } from './operations/sent-devices'
import { createOrgRegistry } from './orgs/org-registry'
import type { Connect } from './orgs/org-runtime'
import type { Anchoring } from './record/anchoring'
import { createRepeatedEvents } from './repeated-events'
import { createSelectionCache } from './selections/kept-ids'
import { createStopReviews } from './stops/review-stops'
import { createStopPresses } from './stops/stop-presses'
import type { StopSink } from './stops/stop-sink'
import { createStoreCheck } from './store-check'
import { sampleAfterAct } from './usage/sampler'

/** What a console is given. `connect` makes the client and the reader of an org; `closing` is aborted when it shuts down. */
export type Parts = {
  store: Store
  clock: Clock
  log: Logger
  vault: KeyVault
  anchoring: Anchoring
  stopSink: StopSink
  embeddedUrl: string
  connect: Connect
  closing: AbortSignal
}

/** The orgs are not read yet: `deps.orgs.refresh()` does that. @param overrides what a test or a bench does in another way. */
export function createDeps(parts: Parts, overrides: Partial<Deps> = {}): Deps {
  const { embeddedUrl, connect, ...given } = parts
  const { store, clock, log, vault, closing } = given
  // Disable the listener warning: many waiters share this signal.
  setMaxListeners(0, closing)
  const deps: Deps = {
    ...given,
    orgs: createOrgRegistry({
      db: store.db,
      vault,
      clock,
      embeddedUrl,
      log,
      connect,
      afterReading(org) {
        reviews.ask(org)
        deps.live.changed(org)
      },
    }),
    stopRequests: createStopPresses(),
    stopSessions: createStopSessions(),
    storeCheck: createStoreCheck(),
    selectionCache: createSelectionCache(),
    coveredItems: createCoveredItems(),
    resumes: createResumeLedger(),
    signInGuard: createSignInGuard(() => deps),
    repeats: createRepeatedEvents(),
    live: createLiveFeed(() => deps),
    running: createRunning(),
    sent: createSentDevices(),
    sampleSoon: (org) => void sampleAfterAct(deps, org),
    pause: (ms) => delay(ms, undefined, { signal: closing, ref: false }).catch(() => undefined),
    storeWaitMs: STORE_WAIT_MS,
    version: '0.0.0',
    sampleSeconds: 60,
    ...overrides,
  }
  const reviews = createStopReviews(deps)
  return deps
}
