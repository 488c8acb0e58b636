import type { IncomingMessage, ServerResponse } from 'node:http'
import type Database from 'better-sqlite3'
import { DEFAULTS } from '@/lib/domain/defaults.mjs'
import { FIRST_AGENT_KEY_NAME } from '@/lib/domain/keys/agent-key-name'
import { makeOrgTag } from './core/add-org'
import type { Core } from './core/core'
import { EvidenceFlush } from './core/evidence-flush'
import { Metrics } from './core/metrics'
import { noteLastRefusedKeys } from './core/note-refused-keys'
import { type DataFolder, markCreated, openDataFolder } from './disk/data-folder'
import { noEvidenceSink, startEvidenceWriter } from './disk/evidence-writer'
import { GroupCommitter } from './disk/group-committer'
import { type IdProfile, insertIdProfile, readIdProfile } from './disk/id-profile'
import { loadEvidence, loadKeyUses } from './disk/load-evidence'
import { loadState } from './disk/load-state'
import { lockData } from './disk/lock'
import { openDatabase, restoreBackup } from './disk/open-database'
import { EVIDENCE_STEPS, STATE_STEPS } from './disk/schema'
import { diskFull, StartRefusal } from './disk/start-refusal'
import { StateStore } from './disk/state-store'
import { AdminKey } from './keys/admin-key'
import { newAgentKey } from './keys/agent-key'
import { hashKey, makeKey } from './keys/key-hash'
import { KeyRing } from './keys/key-ring'
import { KeyUses } from './keys/key-uses'
import { RefusedKeys } from './keys/refused-keys'
import { RegistrationLimiter } from './keys/registration-limiter'
import { WrongKeyLimiter } from './keys/wrong-key-limiter'
import type { MetricsAccess } from './metrics-access'
import { createRouter } from './router'
import { DecisionLog } from './state/decision-log'
import { Evidence } from './state/evidence'
import { type Org, REVISION_LEAP } from './state/org'
import { Slots } from './state/slots'

/** `dataDir` may be `:memory:`: then nothing is kept. Keys and the limit count at the first start only. */
export type AuthorityOptions = {
  dataDir: string
  deviceLimit?: number
  orgKey?: string
  agentKey?: string
  /** Opens the calls of an admin, at this start. Without one there are none. */
  adminKey?: string
  openSignup?: boolean
  /** Who may read `/metrics`; programs on this machine unless given. */
  metricsAccess?: MetricsAccess
  /** Which ids a new device may have, at the first start only. */
  idProfile?: IdProfile
  /** How many new devices one key may register in a minute, in orgs with device keys. */
  registrationsPerMinute?: number
  /** Epoch milliseconds. */
  now?: () => number
  flushEveryMs?: number
  /** Called with every fault that was answered with 500. */
  onFault?: (error: unknown) => void
}

export type Authority = {
  /** A listener for `node:http`; needs no port of its own in tests. */
  handler: (req: IncomingMessage, res: ServerResponse) => void
  /** The bootstrap org's keys, at the first start only; they are nowhere else in clear. */
  firstKeys: { orgKey: string; agentKey: string } | null
  /** Brings all evidence to disk. */
  flush: () => Promise<void>
  /** From now on every reply ends its connection. */
  drain: () => void
  /** Writes what is left and closes the files. */
  close: () => Promise<void>
}

const ADMIN_KEY_TAKEN = 'AUTHORITY_ADMIN_KEY is the key of an org as well. Set it to a key of its own.'

const IN_MEMORY: DataFolder = { state: ':memory:', evidence: ':memory:', marker: '', created: false }

function bootstrap(db: Database.Database, options: AuthorityOptions, now: number) {
  const keys = { orgKey: options.orgKey || makeKey('org'), agentKey: options.agentKey || makeKey('agent') }
  if (keys.orgKey === keys.agentKey) throw new StartRefusal('The org key and the agent key must differ.')
  if (options.adminKey === keys.orgKey || options.adminKey === keys.agentKey) throw new StartRefusal(ADMIN_KEY_TAKEN)
  insertIdProfile(db, options.idProfile ?? DEFAULTS.AUTHORITY_ID_PROFILE)
  const store = new StateStore(db)
  store.insertOrg({
    id: 1,
    tag: makeOrgTag(),
    deviceLimit: options.deviceLimit ?? DEFAULTS.AUTHORITY_DEVICE_LIMIT,
    createdAt: now,
    name: null,
    madeWith: null,
  })
  const row = { orgId: 1, createdAt: now, validUntil: null }
  store.insertKey({ ...row, hash: hashKey(keys.orgKey), kind: 'org', agentKeyId: null })
  const agentKey = newAgentKey(FIRST_AGENT_KEY_NAME, 'agent', now)
  store.insertAgentKey({ ...agentKey, orgId: 1, requestId: null, endedAt: null })
  store.insertKey({ ...row, hash: hashKey(keys.agentKey), kind: 'agent', agentKeyId: agentKey.id })
  return keys
}

/** Reads everything that was stored, or refuses: an authority that cannot read its state never starts. */
function load<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw (
      diskFull(file, error) ??
      new StartRefusal(`${file} is damaged (${(error as Error).message}). ${restoreBackup(file)}`)
    )
  }
}

/** Reserves revisions of every org in one transaction: there may be 10,000, and each of its own would wait for the disk. */
function reserveAll(committer: GroupCommitter, orgs: Iterable<Org>): void {
  const reserved = [...orgs].map((org) => ({ org, revision: org.revision + REVISION_LEAP }))
  committer.runNow(({ store }) => {
    for (const { org, revision } of reserved) store.setReservedRevision(org.id, revision)
  })
  for (const { org, revision } of reserved) org.reservedRevision = revision
}

/** Opens the data of an authority and makes it ready to answer. Throws a `StartRefusal` with what to do. */
export function createAuthority(options: AuthorityOptions): Authority {
  const now = options.now ?? Date.now
  const inMemory = options.dataDir === ':memory:'
  const folder = inMemory ? IN_MEMORY : openDataFolder(options.dataDir)
  const unlock = inMemory ? () => undefined : lockData(options.dataDir)
  const opened: Database.Database[] = []
  try {
    let firstKeys: Authority['firstKeys'] = null
    const { db } = openDatabase(folder.state, STATE_STEPS, folder.created, (fresh) => {
      firstKeys = bootstrap(fresh, options, now())
    })
    opened.push(db)
    const evidenceDb = openDatabase(folder.evidence, EVIDENCE_STEPS, folder.created).db
    opened.push(evidenceDb)
    const store = new StateStore(db)
    const committer = new GroupCommitter(store, now)
    const keys = new KeyRing()
    const evidence = new Evidence()
    const reserve = (org: Org) => {
      const reserved = org.revision + REVISION_LEAP
      committer.runNow((tx) => tx.store.setReservedRevision(org.id, reserved))
      org.reservedRevision = reserved
    }
    const loaded = load(folder.state, () => loadState(db, keys, reserve))
    load(folder.evidence, () => loadEvidence(evidenceDb, evidence, loaded.orgs))
    load(folder.evidence, () => loadKeyUses(evidenceDb, keys.agentKeys()))
    evidenceDb.close()
    reserveAll(committer, loaded.orgs.values())
    const adminKey = options.adminKey === undefined ? null : new AdminKey(options.adminKey)
    if (adminKey && keys.get(adminKey.hash)) throw new StartRefusal(ADMIN_KEY_TAKEN)
    if (!inMemory) markCreated(folder)

    const core: Core = {
      orgs: loaded.orgs,
      keys,
      keyUses: new KeyUses(),
      wrongKeys: new WrongKeyLimiter(),
      registrations: new RegistrationLimiter(
        options.registrationsPerMinute ?? DEFAULTS.AUTHORITY_REGISTRATIONS_PER_MINUTE,
      ),
      refusedKeys: new RefusedKeys(),
      slots: new Slots(loaded.nextSerial, loaded.nextSlot, loaded.freeSlots),
      evidence,
      decisions: new DecisionLog(now()),
      committer,
      metrics: new Metrics(),
      openSignup: options.openSignup ?? false,
      adminKey,
      idProfile: load(folder.state, () => readIdProfile(db)),
      reserve,
      now,
      startedAt: now(),
      draining: false,
      closing: false,
    }
    const sink = inMemory ? noEvidenceSink : startEvidenceWriter(folder.evidence)
    const flush = new EvidenceFlush(core, sink, options.flushEveryMs ?? 1000)
    const close = async () => {
      core.closing = true
      committer.commitJobs()
      await flush.close()
      // What was not handed out is given back: after a clean end revisions go on without a leap.
      if (!committer.broken && !committer.lastFailed) {
        committer.runNow((tx) => {
          noteLastRefusedKeys(core, tx)
          for (const org of core.orgs.values()) tx.store.setReservedRevision(org.id, org.revision)
        })
      }
      core.metrics.loopDelay.disable()
      db.close()
      unlock()
    }
    return {
      handler: createRouter(core, options.metricsAccess ?? 'here', options.onFault ?? (() => undefined)),
      firstKeys,
      flush: () => flush.flush(),
      drain: () => {
        core.draining = true
      },
      close,
    }
  } catch (error) {
    for (const db of opened) db.close()
    unlock()
    throw error
  }
}
