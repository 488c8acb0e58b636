/** All orgs of this deployment, live. An org added from the terminal is picked up without a restart. */
import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import { patternParts } from '@/lib/domain/ids/device-id'
import { Secret } from '@/lib/domain/secret'
import type { Authority } from '@/lib/domain/wire/org-state'
import { confirmationRow } from '@/lib/evidence/confirmations'
import { createStopWatch, type KeepConfirmations } from '@/lib/evidence/stop-watch'
import { syncStops } from '@/lib/evidence/sync-stops'
import { createFleetIndex } from '@/lib/fleet/fleet-index'
import { createFleetReader } from '@/lib/fleet/fleet-reader'
import { noteRemovals, OwnRemovals } from '@/lib/fleet/own-removals'
import { emptyReading } from '@/lib/fleet/reading'
import { createSearchCache } from '@/lib/fleet/search-cache'
import { keepConfirmations } from '@/lib/store/confirmations'
import { findOrgKey, listOrgs } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import type { OrgRow } from '@/lib/store/rows/schema'
import type { KeyVault } from './key-vault'
import { authorityOf, type Connect, type OrgRuntime } from './org-runtime'
import { createOutageGate } from './outage-gate'
import { tryOrgKey } from './try-org-key'

export type OrgRegistry = {
  bySlug: (slug: string) => OrgRuntime | undefined
  byId: (id: string) => OrgRuntime | undefined
  all: () => OrgRuntime[]
  /** Reads the table of orgs, starts what is new, drops what was removed and takes over changed texts. */
  refresh: () => Promise<void>
  /** The authority of an org, whether it is live or about to be added. */
  authorityOf: (row: Pick<OrgRow, 'base_url'>) => Authority
  /** Asks the authority something harmless that needs such a key; rejects with its answer. */
  tryKey: (row: OrgRow, key: Secret, kind?: 'org' | 'agent') => Promise<void>
  /** Connects an org with another key. Calls that are under way with the one before have ended when it resolves. */
  swapKey: (org: OrgRuntime, key: Secret) => Promise<void>
  /** The same, and reads the org with it. */
  replaceKey: (org: OrgRuntime, key: Secret) => Promise<void>
  close: () => Promise<void>
}

export type RegistryOptions = {
  db: Db
  vault: KeyVault
  clock: Clock
  connect: Connect
  embeddedUrl: string
  log: Logger
  afterReading: (org: OrgRuntime) => void
}

/** Used if the stored key cannot be decrypted; no authority accepts it. */
const NO_KEY = new Secret('org_none')

export function createOrgRegistry({
  db,
  vault,
  clock,
  connect,
  embeddedUrl,
  log,
  afterReading,
}: RegistryOptions): OrgRegistry {
  const orgs = new Map<string, OrgRuntime>()
  /** The key that each org is connected with, and the sealed one that it was read from, as far as it was. */
  const keys = new Map<string, { key: Secret; sealed: string | null }>()

  /** What was seen of a stop is worth keeping, and never worth holding up what ends it. */
  const keep: KeepConfirmations = (operationId, confirmed) => {
    if (confirmed.length === 0) return
    const rows = confirmed.map((device) => confirmationRow(operationId, device))
    keepConfirmations(db, rows).catch((error) => log.warn({ err: error, operationId }, 'confirmations not kept'))
  }

  function open(row: OrgRow, key: Secret, sealed: string): OrgRuntime {
    keys.set(row.id, { key, sealed })
    const parts = patternParts(row.id_pattern)
    const removals = new OwnRemovals()
    const runtime: OrgRuntime = {
      row,
      parts,
      authority: authorityOf(row.base_url, embeddedUrl),
      connection: noteRemovals(connect(row, key), removals),
      removals,
      fleet: createFleetIndex({ parts }),
      reading: emptyReading(),
      reader: createFleetReader(
        () => runtime,
        clock,
        () => runtime.stops.inForce() || runtime.outage.isWaiting(),
      ),
      searches: createSearchCache(),
      forecast: null,
      matchCounts: new Map(),
      countings: new Map(),
      stops: createStopWatch(() => runtime, keep),
      stopAttempt: null,
      outage: createOutageGate(),
    }
    runtime.reader.onReading(() => {
      if (!runtime.reading.error) runtime.outage.signOfLife()
    })
    return runtime
  }

  /**
   * One key that does not open must not take every other org's stop down with it: that org waits, without being read, for
   * an admin to enter its key anew.
   */
  function openWithout(row: OrgRow, sealed: string, error: unknown): OrgRuntime {
    log.error({ err: error, org: row.slug }, 'the stored key of this org does not open')
    const runtime = open(row, NO_KEY, sealed)
    const detail = 'The stored org key does not open with CONSOLE_ENCRYPTION_KEY. An admin must enter the org key anew.'
    runtime.reading.keyRejected = true
    runtime.reading.error = { code: 'upstream-key-rejected', detail, since: clock.now() }
    return runtime
  }

  function openOrWait(row: OrgRow, ciphertext: string): OrgRuntime {
    try {
      return open(row, vault.open(row.id, ciphertext), ciphertext)
    } catch (error) {
      return openWithout(row, ciphertext, error)
    }
  }

  /** What people change of an org: the parts of its ids too, for which no reading has to be waited for. */
  function takeOver(org: OrgRuntime, { name, id_pattern, runbook, contact }: OrgRow): void {
    if (org.row.id_pattern !== id_pattern) {
      org.parts = patternParts(id_pattern)
      org.fleet.setParts(org.parts)
    }
    Object.assign(org.row, { name, id_pattern, runbook, contact })
  }

  /** An org without a key was removed: its authority is called no more. */
  async function drop(org: OrgRuntime): Promise<void> {
    orgs.delete(org.row.id)
    log.warn({ org: org.row.slug }, 'this org was removed')
    await org.reader.stop()
    await org.connection.snapshots.close()
    await org.connection.client.close()
  }

  /** A key that another program put there, the terminal or another console: this one goes on with it. */
  async function takeOverKey(org: OrgRuntime, sealed: string): Promise<void> {
    const known = keys.get(org.row.id)
    if (known?.sealed === sealed) return
    let key: Secret
    try {
      key = vault.open(org.row.id, sealed)
    } catch (error) {
      log.error(
        { err: error, org: org.row.slug },
        'the stored key of this org does not open: it goes on with the one before',
      )
      keys.set(org.row.id, { key: known?.key ?? NO_KEY, sealed })
      return
    }
    if (known?.key.reveal() !== key.reveal()) {
      org.reading.keyRejected = false
      await swapKey(org, key)
    }
    keys.set(org.row.id, { key, sealed })
  }

  async function swapKey(org: OrgRuntime, key: Secret): Promise<void> {
    keys.set(org.row.id, { key, sealed: null })
    const previous = org.connection
    org.connection = noteRemovals(connect(org.row, key), org.removals)
    org.reader.start()
    await previous.snapshots.close()
    // A stop may be under way: it is not cut.
    await previous.client.drain()
  }

  async function refresh(): Promise<void> {
    for (const row of await listOrgs(db)) {
      const sealed = await findOrgKey(db, row.id)
      const known = orgs.get(row.id)
      if (!sealed && known) await drop(known)
      if (known) takeOver(known, row)
      if (known && sealed) await takeOverKey(known, sealed.ciphertext)
      if (!sealed || known) continue
      const runtime = openOrWait(row, sealed.ciphertext)
      await syncStops(db, runtime)
      orgs.set(row.id, runtime)
      runtime.reader.onReading(() => afterReading(runtime))
      if (!runtime.reading.keyRejected) runtime.reader.start()
    }
  }

  return {
    bySlug: (slug) => [...orgs.values()].find((org) => org.row.slug === slug),
    byId: (id) => orgs.get(id),
    all: () => [...orgs.values()],
    refresh,
    authorityOf: ({ base_url }) => authorityOf(base_url, embeddedUrl),
    async tryKey(row, key, kind = 'org') {
      const { client, snapshots } = connect(row, key)
      try {
        await (kind === 'org' ? tryOrgKey(client) : client.usage())
      } finally {
        await snapshots.close()
        await client.close()
      }
    },
    swapKey,
    async replaceKey(org, key) {
      await swapKey(org, key)
      await org.reader.readNow().catch(() => undefined)
    },
    async close() {
      await Promise.all([...orgs.values()].map((org) => org.reader.stop()))
    },
  }
}
