/** The console of one life: put together as in production, but for the web, the pauses and the wait for the store, over a store that is watched. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { startAnchoring } from '@/lib/audit/anchors/anchoring'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createKeyVault } from '@/lib/orgs/key-vault'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { createDeps } from '@/lib/server/create-deps'
import type { Context, Deps } from '@/lib/services/context'
import { createEmergencyJournal } from '@/lib/stops/emergency-journal'
import { STORE_WAIT_MS } from '@/lib/store/open/open-store'
import { memoryTarget } from '../audit/tampered-chains'
import { instrumentedConnection } from './instrumented-client'
import { type Mutant, openInstrumentedStore } from './instrumented-store'
import type { KillPoint } from './kill-point'

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

type Options = { twin?: Mutant; storeWaitMs: number }

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
  trap: KillPoint,
  { twin, storeWaitMs }: Options,
): Promise<CrashConsole> {
  let stalled = { ms: 0, butFor: 0 }
  const stallMs = () => (stalled.butFor-- > 0 ? 0 : stalled.ms)
  const store = await openInstrumentedStore(databaseIn(folder), { trap, twin, stallMs })
  const log = pino({ level: 'silent' })
  const clock = { now: () => Date.now() }
  const vault = createKeyVault(ENCRYPTION_KEY)
  const deps = createDeps(
    {
      store,
      clock,
      log,
      vault,
      embeddedUrl: 'http://127.0.0.1:9',
      journal: createEmergencyJournal(join(folder, 'stops.jsonl'), () => {}),
      anchoring: await startAnchoring({
        store,
        clock,
        log,
        key: generateKeyPairSync('ed25519').privateKey,
        target: memoryTarget(),
        keepMs: null,
      }),
      closing: new AbortController().signal,
      connect: ({ base_url: baseUrl }, orgKey) =>
        instrumentedConnection(createMachineIdClient({ baseUrl, orgKey }), trap),
    },
    { sampleSoon: () => {}, pause: (ms) => delay(Math.min(ms, PAUSE_MAX_MS)), storeWaitMs },
  )
  const { orgs } = deps
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
        isIdle: false,
        deploymentAdmin: false,
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
