/**
 * A whole console without web, sockets or waiting, to play thousands of interleavings on: the real engine over a real
 * database file, against the real authority's handler. Made once per process, begun anew for every interleaving.
 */

import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { CompiledQuery, Kysely } from 'kysely'
import { pino } from 'pino'
import { startAnchoring } from '@/lib/audit/anchors/anchoring'
import type { Actor } from '@/lib/domain/actor'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import { DEFAULT_ID_PATTERN } from '@/lib/domain/ids/device-id'
import { Secret } from '@/lib/domain/secret'
import { createSnapshotReader } from '@/lib/machineid/snapshot/snapshot-reader'
import { createKeyVault } from '@/lib/orgs/key-vault'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { createDeps } from '@/lib/server/create-deps'
import type { Context, Deps } from '@/lib/services/context'
import { openStore } from '@/lib/store/open/open-store'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { insertUser } from '@/lib/store/people/users'
import type { Store } from '@/lib/store/rows/db'
import type { Database } from '@/lib/store/rows/schema'
import { sqliteDialect } from '@/lib/store/sqlite/dialect'
import { openLocalConnection } from '@/lib/store/sqlite/local-connection'
import { memoryTarget } from '../audit/tampered-chains'
import { BASE_URL, createInProcessAuthority, type UpstreamAct } from './in-process-authority'

const PEOPLE = ['Ana', 'Ben', 'Cyd']
const ORG_ID = randomUUID()
/** Four days, of which some waits take the fivefold: a timer of more than 24 is over at once. */
const NEVER_LATE_MS = 400_000_000
/** Wiped between interleavings, in an order that foreign keys allow. */
const TABLES = [
  'alarms',
  'confirmations',
  'fences',
  'holds',
  'operation_items',
  'selection_items',
  'selections',
  'operations',
  'audit_events',
  'audit_heads',
  'usage_part_counts',
  'saved_views',
  'notes',
  'usage_samples',
] as const satisfies readonly (keyof Database)[]

/** `blind`: the twin whose engine does not see what others hold. */
export type WorldOptions = { blind?: (store: Store) => Store }

export type Scene = {
  deps: Deps
  org: OrgRuntime
  /** A person just signed in. */
  person: (who: number) => Context
  end: () => Promise<void>
}

export type HoldWorld = Awaited<ReturnType<typeof openHoldWorld>>

export async function openHoldWorld({ blind = (store) => store }: WorldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'console-holds-'))
  const store = await openQuickStore(join(folder, 'console.db'))
  const vault = createKeyVault(new Secret('holds-test-encryption-key-0123456789'))
  const log = pino({ level: 'silent' })
  let offsetMs = 0
  let random = seededRandom(1)
  let witness: (act: UpstreamAct) => ((reply: Record<string, unknown>) => void) | undefined = () => undefined
  let hasOrgStop = true
  const clock = { now: () => Date.now() + offsetMs }
  const authority = createInProcessAuthority({
    now: clock.now,
    lag: () => turns(random() * 4),
    isMissing: (path) => !hasOrgStop && path.startsWith('/api/v1/org/'),
    witness: (act) => witness(act),
  })
  const users = PEOPLE.map((name) => ({ id: randomUUID(), name, email: `${name}@example.org` }))
  for (const user of users)
    await insertUser(store.db, {
      ...user,
      email: user.email.toLowerCase(),
      password_hash: '',
      created_at: 0,
      disabled_at: null,
    })
  const row = { id: ORG_ID, slug: 'main', name: 'main', base_url: BASE_URL, id_pattern: DEFAULT_ID_PATTERN }
  await insertOrg(store.db, { ...row, paths: '{}', created_at: 0 })
  await putOrgKey(store.db, ORG_ID, vault.seal(ORG_ID, authority.orgKey), 0)
  const anchoring = await startAnchoring({
    store,
    clock,
    log,
    key: generateKeyPairSync('ed25519').privateKey,
    target: memoryTarget(),
    keepMs: null,
  })
  const admin = authority.client()
  const seen = blind(store)

  async function begin(devices: readonly string[]): Promise<Scene> {
    for (const id of devices) await authority.agent('register', id)
    const closing = new AbortController()
    const deps = createDeps(
      {
        store: seen,
        clock,
        log,
        vault,
        anchoring,
        embeddedUrl: BASE_URL,
        journal: { write: () => 'file' },
        closing: closing.signal,
        connect: () => {
          const client = authority.client()
          return { client, snapshots: createSnapshotReader(client) }
        },
      },
      {
        sampleSoon: () => {},
        // Long pauses pass more turns than short ones, and none any time.
        pause: (ms) => turns(2 + Math.min(8, ms / 500)),
        storeWaitMs: NEVER_LATE_MS,
      },
    )
    const { orgs } = deps
    await orgs.refresh()
    const org = orgs.byId(ORG_ID) as OrgRuntime
    await org.reader.readNow()
    return {
      deps,
      org,
      person(who) {
        const user = users[who % users.length] as (typeof users)[0]
        const actor: Actor = {
          userId: user.id,
          name: user.name,
          email: user.email,
          sessionId: 'session',
          authenticatedAt: clock.now(),
          isIdle: false,
          deploymentAdmin: false,
          roles: new Map([[ORG_ID, 'admin']]),
        }
        return { deps, actor, requestId: randomUUID(), address: null, orgSlug: 'main' }
      },
      async end() {
        closing.abort()
        await deps.running.allEnded()
        await orgs.close()
        await turns(20)
        witness = () => undefined
        hasOrgStop = true
        await store.db.transaction().execute(async (tx) => {
          for (const table of TABLES) await tx.deleteFrom(table).execute()
        })
        await admin.orgEnable('next')
        const { devices } = await admin.listDevices()
        if (devices.length > 0) await admin.removeBatch(devices.map((device) => device.deviceId))
      },
    }
  }

  return {
    store,
    authority,
    admin,
    clock,
    /** Sets what is random, what the authority offers, and which function sees its calls, for one interleaving. */
    prepare(seed: number, { orgStop }: { orgStop: boolean }, tell: typeof witness) {
      random = seededRandom(seed)
      hasOrgStop = orgStop
      witness = tell
    },
    pass: (ms: number) => {
      offsetMs += ms
    },
    begin,
    async close() {
      await admin.close()
      await anchoring.stop()
      await store.close()
      await authority.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Reads on a connection of their own, as in production; only power cuts are left out of account. */
async function openQuickStore(path: string): Promise<Store> {
  const store = await openStore(path)
  await store.db.executeQuery(CompiledQuery.raw('pragma synchronous = off'))
  const reads = new Kysely<Database>({ dialect: sqliteDialect(openLocalConnection(path, 'read'), { shared: true }) })
  return {
    ...store,
    reads,
    close: async () => {
      await reads.destroy()
      await store.close()
    },
  }
}

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate()
}
