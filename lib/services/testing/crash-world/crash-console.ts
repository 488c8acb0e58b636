/** The console of one life: put together as in production, but for the web, the pauses and the wait for the store, over a store that is watched. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createSignInGuard } from '../../access/sign-in-guard'
import type { Context, Deps } from '../../context'
import { createKeyVault } from '../../key-vault'
import { createLiveFeed } from '../../live/live-feed'
import { createResumeLedger } from '../../operations/resume-ledger'
import { createRunning } from '../../operations/running'
import { createSentDevices } from '../../operations/sent-devices'
import { createOrgRegistry } from '../../orgs/org-registry'
import type { OrgRuntime } from '../../orgs/org-runtime'
import { startAnchoring } from '../../record/anchoring'
import { memoryTarget } from '../../record/testing'
import { createRepeatedEvents } from '../../repeated-events'
import { createStopReviews } from '../../stops/review-stops'
import { createStopSink } from '../../stops/stop-sink'
import { STORE_WAIT_MS } from '../../stops/within'
import type { Trap } from './trap'
import { watchedConnection } from './watched-client'
import { openWatchedStore, type Twin } from './watched-store'

export const ENCRYPTION_KEY = new Secret('crash-test-encryption-key-0123456789')
export const ORG_ID = 'org-of-the-crashes'
export const USER_ID = 'person-of-the-crashes'
export const databaseIn = (folder: string): string => join(folder, 'console.db')

const PAUSE_MAX_MS = 20

export type CrashConsole = {
  deps: Deps
  org: OrgRuntime
  person: () => Context
  /** From now on, but for the next few, transactions wait that long before they begin, and stops wait for none. */
  stall: (ms: number, butFor: number) => void
}

type Options = { twin?: Twin; storeWaitMs: number }

/** Resolves after a reading that worked: on a busy machine one may be late. */
export async function readOnce({ reader }: OrgRuntime): Promise<void> {
  let isRead = false
  while (!isRead)
    isRead = await reader.readNow().then(
      () => true,
      () => false,
    )
}

export async function openCrashConsole(
  folder: string,
  trap: Trap,
  { twin, storeWaitMs }: Options,
): Promise<CrashConsole> {
  let stalled = { ms: 0, butFor: 0 }
  const stallMs = () => (stalled.butFor-- > 0 ? 0 : stalled.ms)
  const store = await openWatchedStore(databaseIn(folder), { trap, twin, stallMs })
  const log = pino({ level: 'silent' })
  const clock = { now: () => Date.now() }
  const vault = createKeyVault(ENCRYPTION_KEY)
  const orgs = createOrgRegistry({
    db: store.db,
    vault,
    clock,
    embeddedUrl: 'http://127.0.0.1:9',
    log,
    afterReading: (org) => reviews.ask(org),
    connect: ({ base_url: baseUrl }, orgKey) => watchedConnection(createMachineIdClient({ baseUrl, orgKey }), trap),
  })
  const deps: Deps = {
    store,
    clock,
    log,
    vault,
    orgs,
    stopSink: createStopSink(join(folder, 'stops.jsonl'), () => {}),
    resumes: createResumeLedger(),
    anchoring: await startAnchoring({
      store,
      clock,
      log,
      key: generateKeyPairSync('ed25519').privateKey,
      target: memoryTarget(),
      keepMs: null,
    }),
    signInGuard: createSignInGuard(() => deps),
    live: createLiveFeed(() => deps),
    running: createRunning(),
    sent: createSentDevices(),
    repeats: createRepeatedEvents(),
    sampleSoon: () => {},
    closing: new AbortController().signal,
    pause: (ms) => delay(Math.min(ms, PAUSE_MAX_MS)),
    storeWaitMs,
    version: '0.0.0',
    sampleSeconds: 60,
  }
  const reviews = createStopReviews(deps)
  await orgs.refresh()
  return {
    deps,
    org: orgs.byId(ORG_ID) as OrgRuntime,
    person: () => ({
      deps,
      actor: {
        userId: USER_ID,
        name: 'Ana',
        email: 'ana@example.org',
        sessionId: 'session',
        authenticatedAt: clock.now(),
        roles: new Map([[ORG_ID, 'admin']]),
      },
      requestId: randomUUID(),
      address: null,
      orgSlug: 'main',
    }),
    stall: (ms, butFor) => {
      stalled = { ms, butFor }
      deps.storeWaitMs = STORE_WAIT_MS
    },
  }
}
