/**
 * `npm run bench [-- NAME…]`: every figure, or those whose names start with a given one, one JSON line each. What else was
 * seen goes to standard error. Exits with 1 when a figure misses its limit or could not be measured.
 */
import { spawnSync } from 'node:child_process'
import { isBuildStale } from '../build/stale.mjs'
import { access } from './access-bench'
import { auditAnchors } from './anchor-bench'
import { auditAppend, auditTamper, auditVerify } from './audit-bench'
import { authorityStart, authorityValidate, authorityValidateKeyed, type Figure } from './authority-bench'
import { axe } from './axe-bench'
import { secretCanary } from './canary-bench'
import { crashLost } from './crash-bench'
import { decisionsLookup } from './decisions-bench'
import { deviceBytes } from './device-bytes-bench'
import { devicesApi } from './devices-bench'
import { evidenceForged } from './evidence-bench'
import { operationFaults } from './fault-bench'
import { fenceReaction } from './fence-bench'
import { connectFirstSeen } from './first-seen-bench'
import { logFlood } from './flood-bench'
import { forecastError } from './forecast-bench'
import { frictionBypass } from './friction-bench'
import { holdBreaches } from './hold-bench'
import { pageVitals } from './journey-bench'
import { operation10k } from './operation-bench'
import { operationSingle } from './operation-bench-single'
import { pages } from './pages-bench'
import { revoke5000 } from './revoke-bench'
import { rotationDark } from './rotation-bench'
import { stopSeen } from './seen-bench'
import { selectorBench } from './selector-bench'
import { sessionCheck } from './session-bench'
import { signInFlood } from './signin-bench'
import { startFault } from './start-bench'
import { stopCold } from './stop-cold'
import { stopFalseClaims } from './stop-false-claims'
import { stopLoad } from './stop-load'
import { storePostgres } from './store-bench'
import { usageTwoYears } from './usage-bench'
import { stopWake } from './wake-bench'

type Bench = { names: string[]; run: () => Promise<Figure[]> | Figure[]; needsBuild?: boolean }

const BENCHES: Bench[] = [
  { names: ['authority.validate.ratio', 'authority.validate.p99.ratio'], run: authorityValidate },
  { names: ['authority.validate.keyed.ratio'], run: async () => [await authorityValidateKeyed()] },
  { names: ['evidence.forged'], run: async () => [await evidenceForged()] },
  { names: ['decisions.lookup.p95.ms'], run: async () => [await decisionsLookup()] },
  { names: ['authority.start.100k.ms'], run: async () => [await authorityStart()] },
  { names: ['selector.100k.p95.ms'], run: selectorBench },
  { names: ['devices.api.100k.p95.ms', 'loop.stall.100k.ms'], run: devicesApi, needsBuild: true },
  {
    names: ['device.bytes.console', 'device.bytes.authority', 'device.bytes.peak'],
    run: deviceBytes,
    needsBuild: true,
  },
  {
    names: ['devices.page.js.kB', 'usage.page.js.kB', 'connect.page.js.kB', 'stop.page.kB'],
    run: pages,
    needsBuild: true,
  },
  { names: ['usage.2y.p95.ms'], run: usageTwoYears, needsBuild: true },
  { names: ['forecast.error'], run: () => [forecastError()] },
  { names: ['page.cls', 'page.inp.ms'], run: pageVitals, needsBuild: true },
  { names: ['axe'], run: axe, needsBuild: true },
  {
    names: ['stop.cold.s', 'stop.cold.signedout.s', 'stop.floor.ratio', 'stop.flow.kB'],
    run: stopCold,
    needsBuild: true,
  },
  { names: ['stop.load.p99.ms'], run: stopLoad, needsBuild: true },
  { names: ['stop.seen.s', 'stop.seen.polling.s'], run: stopSeen, needsBuild: true },
  { names: ['connect.firstseen.s'], run: async () => [await connectFirstSeen()], needsBuild: true },
  { names: ['stop.falseclaims'], run: stopFalseClaims, needsBuild: true },
  { names: ['stop.wake.s', 'stop.wake.hang.s'], run: stopWake, needsBuild: true },
  { names: ['audit.append.p99.ms'], run: async () => [await auditAppend()] },
  { names: ['audit.verify.1M.s'], run: async () => [await auditVerify()] },
  { names: ['audit.tamper.missed'], run: () => [auditTamper()] },
  { names: ['audit.anchor.missed'], run: async () => [await auditAnchors()] },
  { names: ['revoke.5000.ratio'], run: revoke5000, needsBuild: true },
  { names: ['operation.10k.ratio', 'operation.10k.rss.MB'], run: operation10k, needsBuild: true },
  { names: ['operation.single.p95.ms'], run: operationSingle, needsBuild: true },
  { names: ['store.postgres.ratio'], run: storePostgres, needsBuild: true },
  { names: ['operation.faults.false'], run: async () => [await operationFaults()] },
  { names: ['session.check.p95.ms'], run: async () => [await sessionCheck()] },
  { names: ['access.bypass.hits', 'access.bypass.faults', 'access.matrix.mismatch'], run: access, needsBuild: true },
  { names: ['friction.bypass'], run: async () => [await frictionBypass()] },
  { names: ['operation.hold.breaches'], run: async () => [await holdBreaches()] },
  { names: ['operation.crash.lost'], run: async () => [await crashLost()] },
  { names: ['secret.canary.hits'], run: async () => [await secretCanary()], needsBuild: true },
  { names: ['rotation.dark.s'], run: async () => [await rotationDark()], needsBuild: true },
  { names: ['start.fault.s'], run: startFault, needsBuild: true },
  { names: ['signin.flood.owner.s'], run: signInFlood, needsBuild: true },
  { names: ['log.flood.MB'], run: logFlood, needsBuild: true },
  { names: ['fence.reaction.p95.s'], run: fenceReaction, needsBuild: true },
]

function buildWhenStale(): void {
  if (!isBuildStale(process.env.NEXT_DIST_DIR)) return
  console.error('Building (about a minute) …')
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('The build failed; its output is above.')
}

/** Prints the wanted figures of one bench; false when one is not ok. */
async function measure({ names, run }: Bench, isWanted: (name: string) => boolean): Promise<boolean> {
  try {
    const figures = (await run()).filter(({ name }) => isWanted(name))
    for (const { name, value, unit, limit, ok } of figures)
      console.log(JSON.stringify({ name, value, unit, limit, ok }))
    return figures.every(({ ok }) => ok)
  } catch (error) {
    console.error(`${names.filter(isWanted).join(', ')} could not be measured: ${(error as Error).stack}`)
    return false
  }
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2)
  const isWanted = (name: string) => asked.length === 0 || asked.some((prefix) => name.startsWith(prefix))
  const wanted = BENCHES.filter(({ names }) => names.some(isWanted))
  if (wanted.length === 0) throw new Error(`No figure begins with ${asked.join(' or ')}. There are:\n${listed()}`)
  if (wanted.some(({ needsBuild }) => needsBuild)) buildWhenStale()
  // Not all(): one figure at a time, or they would measure each other.
  let ok = true
  for (const bench of wanted) ok = (await measure(bench, isWanted)) && ok
  process.exitCode = ok ? 0 : 1
}

const listed = () => BENCHES.flatMap(({ names }) => names.map((name) => `  ${name}`)).join('\n')

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
await main().catch((error: unknown) => {
  console.error((error as Error).message)
  process.exitCode = 1
})
// What a figure that failed left open must not keep the program alive.
process.exit()
