/** A whole console without the web: in-memory store, a real authority behind real HTTP, a clock of its own. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { startAnchoring } from '@/lib/audit/anchors/anchoring'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import type { Actor } from '@/lib/domain/actor'
import type { StartOperation } from '@/lib/domain/command'
import { DEFAULT_ID_PATTERN } from '@/lib/domain/ids/device-id'
import type { Operation } from '@/lib/domain/operation'
import type { Role } from '@/lib/domain/policy'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createSnapshotReader } from '@/lib/machineid/snapshot/snapshot-reader'
import { createOperationRunner } from '@/lib/operations/deps/operation-runner'
import { createKeyVault } from '@/lib/orgs/key-vault'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { createDeps } from '@/lib/server/create-deps'
import type { Context, Deps } from '@/lib/services/context'
import { startOperation } from '@/lib/services/operations/start-operation'
import { invoke } from '@/lib/services/service'
import { openStore } from '@/lib/store/open/open-store'
import type { StoreLocation } from '@/lib/store/open/store-location'
import { findOperation } from '@/lib/store/operations'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { insertUser } from '@/lib/store/people/users'
import { viewOperation } from '@/lib/views/view-operation'
import { recordFaults } from '../audit/record-faults'
import { memoryTarget } from '../audit/tampered-chains'
import { openTestStore } from '../store/test-store'

export const ORG_KEY = 'org_services_0123456789abcdefghij'
export const AGENT_KEY = 'org_agent_services_0123456789abcdef'

export const ENCRYPTION_KEY = new Secret('services-test-encryption-key-0123456789')

/** An operation that has not ended by then never will. */
const HANGS_AFTER_MS = 60_000
const LOOK_EVERY_MS = 5

export type TestConsole = {
  deps: Deps
  org: OrgRuntime
  authority: RunningAuthority
  /** Lines the stop sink took. */
  sink: Record<string, unknown>[]
  /** A person with a role, freshly signed in unless `signedInMsAgo` says otherwise. */
  as: (role: Role, options?: { name?: string; signedInMsAgo?: number }) => Promise<Context>
  /** One call of an agent. */
  agent: (
    path: 'register' | 'validate',
    deviceId: string,
  ) => Promise<{ allowed?: boolean; code?: string; status?: string }>
  start: (context: Context, input: Omit<StartOperation, 'id'> & { id?: string }) => Promise<Operation>
  /** Starts, and waits for the end. */
  act: (context: Context, input: Omit<StartOperation, 'id'> & { id?: string }) => Promise<Operation>
  ended: (id: string) => Promise<Operation>
  /** Resolves when the next operation is halted, and so sends nothing more; its calls may still be out then. */
  halted: () => Promise<void>
  /** Rows are changed behind the console's back: they are not compared with the record in the end. */
  rowsAreChanged: () => void
  close: () => Promise<void>
}

export type TestConsoleOptions = {
  devices?: readonly string[]
  /** Places under the cap. */
  deviceLimit?: number
  /** The authority's clock, epoch ms. */
  authorityNow?: () => number
  baseUrl?: (authority: RunningAuthority) => string
  database?: StoreLocation
  /** The console's clock, epoch ms. */
  now?: () => number
}

export async function testConsole(options: TestConsoleOptions = {}): Promise<TestConsole> {
  const authority = await startAuthority({
    dataDir: ':memory:',
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    deviceLimit: options.deviceLimit ?? 20_000,
    // Other authorities list ids that this one would not take.
    idProfile: 'any',
    drainMs: 100,
    now: options.authorityNow,
  })
  const clock = { now: options.now ?? Date.now }
  const { database } = options
  const store = await (database ? openStore(database, clock) : openTestStore(clock))
  const vault = createKeyVault(ENCRYPTION_KEY)
  const closing = new AbortController()
  const orgId = randomUUID()
  const baseUrl = options.baseUrl?.(authority) ?? authority.url
  await insertOrg(store.db, {
    id: orgId,
    slug: 'main',
    name: 'main',
    base_url: baseUrl,
    id_pattern: DEFAULT_ID_PATTERN,
    paths: '{}',
    created_at: 0,
  })
  await putOrgKey(store.db, orgId, vault.seal(orgId, new Secret(ORG_KEY)), 0)
  const sink: Record<string, unknown>[] = []
  const anchoring = await startAnchoring({
    store,
    clock,
    log: pino({ level: 'silent' }),
    key: generateKeyPairSync('ed25519').privateKey,
    target: memoryTarget(),
    keepMs: null,
  })
  const jobs = createOperationRunner()
  const onHalt: (() => void)[] = []
  const deps = createDeps(
    {
      store,
      clock,
      log: pino({ level: 'silent' }),
      vault,
      anchoring,
      embeddedUrl: authority.url,
      journal: {
        write(event) {
          sink.push(event)
          return 'file'
        },
      },
      closing: closing.signal,
      connect(row, orgKey) {
        const client = createMachineIdClient({ baseUrl: row.base_url, orgKey })
        return { client, snapshots: createSnapshotReader(client) }
      },
    },
    {
      running: {
        ...jobs,
        halt(operationId) {
          const ended = jobs.halt(operationId)
          for (const resolve of onHalt.splice(0)) resolve()
          return ended
        },
      },
      sampleSoon: () => {},
      pause: (ms) => delay(Math.min(ms, 20), undefined, { signal: closing.signal }).catch(() => undefined),
      storeWaitMs: HANGS_AFTER_MS,
    },
  )
  const { orgs } = deps
  const agent: TestConsole['agent'] = async (path, deviceId) => {
    const response = await fetch(`${authority.url}/api/v1/devices/${path}`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
    return response.json() as Promise<{ allowed?: boolean; code?: string; status?: string }>
  }
  for (const deviceId of options.devices ?? []) await agent('register', deviceId)
  await orgs.refresh()
  const org = orgs.byId(orgId) as OrgRuntime
  await org.reader.readNow().catch(() => undefined)

  const as: TestConsole['as'] = async (role, { name = role, signedInMsAgo = 0 } = {}) => {
    const userId = randomUUID()
    await insertUser(store.db, {
      id: userId,
      email: `${userId}@example.org`,
      name,
      password_hash: '',
      created_at: 0,
      disabled_at: null,
    })
    await setRole(store.db, orgId, userId, role)
    const actor: Actor = {
      userId,
      name,
      email: `${userId}@example.org`,
      sessionId: randomUUID(),
      authenticatedAt: clock.now() - signedInMsAgo,
      isIdle: false,
      deploymentAdmin: false,
      roles: new Map([[orgId, role]]),
    }
    return { deps, actor, requestId: randomUUID(), address: null, orgSlug: 'main' }
  }
  let isCompared = true
  const start: TestConsole['start'] = (context, input) =>
    invoke(startOperation, context, { id: randomUUID(), ...input })
  const ended: TestConsole['ended'] = async (id) => {
    const until = Date.now() + HANGS_AFTER_MS
    while (Date.now() < until) {
      const row = await findOperation(store.db, id)
      if (row && ['finished', 'interrupted', 'paused'].includes(row.state)) return viewOperation(deps, org, row)
      await delay(LOOK_EVERY_MS)
    }
    throw new Error(`operation ${id} did not end`)
  }
  return {
    deps,
    org,
    authority,
    sink,
    as,
    agent,
    start,
    act: async (context, input) => ended((await start(context, input)).id),
    ended,
    halted: () => new Promise((resolve) => void onHalt.push(resolve)),
    rowsAreChanged() {
      isCompared = false
    },
    async close() {
      closing.abort()
      await deps.running.allEnded()
      await orgs.close()
      await anchoring.stop()
      // Whatever a test did, in the end the record says of every operation what its rows are: at one moment, since a review of
      // the last reading may still be writing its alarms.
      const wrong = isCompared ? await store.db.transaction().execute(recordFaults) : []
      isCompared = false
      await store.close()
      await authority.close()
      if (wrong.length > 0) throw new Error(`the record does not say what the database holds: ${wrong.join('; ')}`)
    },
  }
}
