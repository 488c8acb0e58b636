/** Everything that a console is made of but its parts from outside: the same in production, in tests and in benches. */
import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Anchoring } from '@/lib/audit/anchors/anchoring'
import { createRepeatedEvents } from '@/lib/audit/repeated-events'
import { createStopReviews } from '@/lib/background/review-stops'
import { sampleAfterAct } from '@/lib/background/usage-sampler'
import type { Clock } from '@/lib/concurrency/clock'
import { createCoveredItems } from '@/lib/operations/covered-items'
import { createInFlightResumes } from '@/lib/operations/deps/in-flight-resumes'
import { createItemWrites } from '@/lib/operations/deps/item-writes'
import { createOperationRunner } from '@/lib/operations/deps/operation-runner'
import { createSentDevices } from '@/lib/operations/deps/sent-devices'
import type { KeyVault } from '@/lib/orgs/key-vault'
import { createOrgRegistry } from '@/lib/orgs/org-registry'
import type { Connect } from '@/lib/orgs/org-runtime'
import { createDuties } from '@/lib/replicas/duties'
import type { Deps } from '@/lib/services/context'
import { createLiveFeed } from '@/lib/services/live/live-feed'
import { createPresence } from '@/lib/services/presence'
import { createSelectionCache } from '@/lib/services/selection-cache'
import { createSignInGuard } from '@/lib/sign-in/sign-in-guard'
import { createStopSessions } from '@/lib/sign-in/stop-sessions'
import type { EmergencyJournal } from '@/lib/stops/emergency-journal'
import { createStopRequests } from '@/lib/stops/stop-requests'
import { STORE_WAIT_MS } from '@/lib/store/open/open-store'
import { createStoreCheck } from '@/lib/store/open/store-check'
import type { Store } from '@/lib/store/rows/db'

/** What a console is given. `connect` makes the client and the reader of an org; `closing` is aborted when it shuts down. */
export type Parts = {
  store: Store
  clock: Clock
  log: Logger
  vault: KeyVault
  anchoring: Anchoring
  journal: EmergencyJournal
  embeddedUrl: string
  connect: Connect
  closing: AbortSignal
  /** Resolves once the emergency file was taken over; at once unless given. */
  recovered?: Promise<unknown>
}

/** The orgs are not read yet: `deps.orgs.refresh()` does that. @param overrides what a test or a bench does in another way. */
export function createDeps(parts: Parts, overrides: Partial<Deps> = {}): Deps {
  const { embeddedUrl, connect, recovered, ...given } = parts
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
    stopRequests: createStopRequests(),
    stopSessions: createStopSessions(),
    storeCheck: createStoreCheck(),
    selectionCache: createSelectionCache(),
    coveredItems: createCoveredItems(),
    duties: createDuties({ store, clock }),
    resumes: createInFlightResumes(),
    signInGuard: createSignInGuard(() => deps),
    repeats: createRepeatedEvents(),
    live: createLiveFeed(() => deps),
    presence: createPresence(),
    running: createOperationRunner(),
    sent: createSentDevices(),
    itemWrites: createItemWrites(),
    sampleSoon: (org) => void sampleAfterAct(deps, org),
    pause: (ms) => delay(ms, undefined, { signal: closing, ref: false }).catch(() => undefined),
    storeWaitMs: STORE_WAIT_MS,
    authorityAdmin: null,
    publicUrl: 'http://127.0.0.1:3000',
    version: '0.0.0',
    sampleSeconds: 60,
    ...overrides,
  }
  const reviews = createStopReviews(deps, recovered)
  return deps
}
