/**
 * The composition root: everything the console is made of, put together once per process. It lives on `globalThis`, because
 * instrumentation and route handlers may not share module instances.
 */

import { openAnchoring } from '@/lib/audit/anchors/open-anchoring'
import { startCounting } from '@/lib/audit/repeated-events'
import { applyChanges } from '@/lib/background/apply-changes'
import { startKeyEventReader } from '@/lib/background/record-key-events'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { startSchedule } from '@/lib/background/start-due-operations'
import { startSampler } from '@/lib/background/usage-sampler'
import { SESSION_IDLE_MS } from '@/lib/domain/policy'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createWorkerReaders } from '@/lib/machineid/snapshot/worker-reader'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { requireKeysFor } from '@/lib/orgs/ring-state'
import { followChanges } from '@/lib/replicas/follow-changes'
import { requireAlone } from '@/lib/replicas/require-alone'
import { startSignsOfLife } from '@/lib/replicas/signs-of-life'
import { settleInterruptedRotations } from '@/lib/services/rotation/interrupted-rotations'
import { createEmergencyJournal } from '@/lib/stops/emergency-journal'
import { recoverFromJournal } from '@/lib/stops/recover-from-journal'
import { openStore } from '@/lib/store/open/open-store'
import { nameOfStore } from '@/lib/store/open/store-location'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { dropExpiredSelections } from '@/lib/store/selections'
import { lockFile } from '@/lib/store/sqlite/file-lock'
import packageJson from '@/package.json'
import { bootstrap } from './bootstrap'
import { type Config, readConfig } from './config/config'
import type { Console } from './console'
import { createDeps } from './create-deps'
import { endAsDead } from './end-as-dead'
import { createLog } from './log'
import { createMetrics } from './metrics'
import { openSignInDoor } from './sign-in-door'

/** An org added from the terminal appears within this time. */
const REFRESH_ORGS_MS = 5_000

/** Other processes learn networks, and networks expire. */
const REFRESH_NETWORKS_MS = 60_000

const LOST =
  'The database does not have what it had acknowledged: it was replaced by a server that lagged. Compare with the last head that you kept (npm run audit:verify), look at the devices, and stop again what was stopped.'

/** Selections that were reviewed and never used go away. */
const FORGET_EVERY_MS = 600_000

const SHARED = globalThis as typeof globalThis & { machineidConsole?: Promise<Console> }

/** The running console; a start that failed is tried again at the next call. */
export function getConsole(): Promise<Console> {
  SHARED.machineidConsole ??= composeConsole(readConfig(process.env)).catch((error) => {
    SHARED.machineidConsole = undefined
    throw error
  })
  return SHARED.machineidConsole
}

/** Puts it together; what a start that fails had opened is closed again. */
export async function composeConsole(config: Config): Promise<Console> {
  const closers: Closer[] = []
  const close = () => closeAll(closers.splice(0).reverse())
  try {
    const composed = await compose(config, (closer) => void closers.push(closer))
    return { ...composed, close }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

type Closer = () => unknown

/** Each is tried, whatever became of the one before. @throws the first fault. */
async function closeAll(closers: readonly Closer[]): Promise<void> {
  const faults: unknown[] = []
  for (const closer of closers) {
    try {
      await closer()
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
}

async function compose(config: Config, onClose: (closer: Closer) => void): Promise<Omit<Console, 'close'>> {
  const log = createLog(config.logLevel)
  const clock = { now: () => Date.now() }
  const vault = createKeyVault(...config.encryptionKeys)
  // Before anything is written: with the wrong key even a schema must stay as it is.
  requireKeysFor(vault, await readSealedOrgKeys(config.database), nameOfStore(config.database))
  if (typeof config.database === 'string') onClose(lockFile(config.database))
  const store = await openStore(config.database, {
    threads: true,
    now: clock.now,
    writer: { kind: 'console', name: config.name, version: packageJson.version },
    onLoss: () => log.fatal(LOST),
    onEnded: endAsDead,
  })
  onClose(() => store.close())
  await requireAlone(store)
  const signs = startSignsOfLife({ store, log, onDead: () => undefined })
  onClose(() => signs.stop())
  const workers = createWorkerReaders()
  onClose(() => workers.close())
  const closing = new AbortController()
  let noteRecovered = () => {}
  const recovered = new Promise<void>((resolve) => {
    noteRecovered = resolve
  })
  await bootstrap({ config, store, vault, clock, log })
  const anchoring = await openAnchoring(
    {
      dataDir: config.dataDir,
      signingKey: config.auditSigningKey,
      anchor: config.auditAnchor,
      keepDays: config.auditKeepDays,
    },
    { store, clock, log },
  )
  onClose(() => anchoring.stop())
  // What a console that was killed left waiting is anchored before anything comes after it.
  void anchoring.publish()
  const deps = createDeps(
    {
      store,
      clock,
      log,
      vault,
      anchoring,
      journal: createEmergencyJournal(config.journal, (line) => process.stderr.write(line)),
      embeddedUrl: config.embeddedUrl,
      closing: closing.signal,
      recovered,
      connect(row, orgKey) {
        const target = {
          baseUrl: row.base_url === 'embedded' ? config.embeddedUrl : row.base_url,
          orgKey,
          paths: JSON.parse(row.paths),
        }
        return { client: createMachineIdClient(target), snapshots: workers.open(target) }
      },
    },
    {
      authorityAdmin: config.authorityAdminKey ? { baseUrl: config.embeddedUrl, key: config.authorityAdminKey } : null,
      publicUrl: config.publicUrl,
      version: packageJson.version,
      sampleSeconds: config.sampleSeconds,
    },
  )
  const { orgs } = deps
  onClose(() => orgs.close())
  onClose(() => deps.signInGuard.refusals.close())
  onClose(startCounting(deps))
  onClose(() => deps.running.allEnded())
  onClose(() => closing.abort())
  await orgs.refresh()
  const refreshing = setInterval(
    () => void orgs.refresh().catch((error) => log.warn({ err: error }, 'orgs not read')),
    REFRESH_ORGS_MS,
  )
  refreshing.unref()
  onClose(() => clearInterval(refreshing))
  const forgetting = setInterval(
    () =>
      void dropExpiredSelections(store.db, clock.now()).catch((error) => log.warn({ err: error }, 'selections kept')),
    FORGET_EVERY_MS,
  )
  forgetting.unref()
  onClose(() => clearInterval(forgetting))
  const { door } = deps.signInGuard
  await door.refresh()
  const refreshingDoor = setInterval(
    () => void door.refresh().catch((error) => log.warn({ err: error }, 'known networks not read')),
    REFRESH_NETWORKS_MS,
  )
  refreshingDoor.unref()
  onClose(() => clearInterval(refreshingDoor))
  await recoverFromJournal(deps)
  noteRecovered()
  deps.stopSessions.keepUp(deps, SESSION_IDLE_MS)
  const readPeople = () => deps.stopSessions.readAgain(deps, SESSION_IDLE_MS)
  const changes = followChanges({ store, log, onChange: (found) => applyChanges(deps, found, readPeople) })
  onClose(() => changes.stop())
  await continueOperationsOnStartup(deps)
  await settleInterruptedRotations(deps)
  onClose(startSchedule(deps))
  const sampler = startSampler(deps)
  onClose(() => sampler.stop())
  const keyEvents = startKeyEventReader(deps)
  onClose(() => keyEvents.stop())
  onClose(openSignInDoor({ config, deps }))
  const metrics = createMetrics(deps)
  return {
    config,
    deps,
    metrics,
  }
}
