/**
 * Kills a console again and again, and holds each of its lives against what the lives before acknowledged. The authority
 * survives; the console's database and its emergency file are all that is handed on.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import { DEFAULT_ID_PATTERN } from '@/lib/domain/ids/device-id'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { openStore } from '@/lib/store/open/open-store'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { insertUser } from '@/lib/store/people/users'
import { startFaultServer } from '../faults/fault-server'
import { json } from '../faults/faults'
import { forward } from '../faults/proxy-faults'
import { type AckOracle, createAckOracle } from './ack-oracle'
import { checkFinalInvariants } from './check-final-invariants'
import { databaseIn, ENCRYPTION_KEY, ORG_ID, USER_ID } from './crash-console'
import type { FromLife, LifePlan } from './crash-process'
import type { Report } from './crash-report'
import type { CrashStep } from './crash-scenarios'
import type { Mutant } from './instrumented-store'

const ORG_KEY = 'org_crashes_0123456789abcdefghijkl'
const AGENT_KEY = 'org_agent_crashes_0123456789abcdef'
const CHILD = './dist/crash-child.mjs'
/** A life that neither ends nor says anything is ended, and counted as such. */
const LIFE_MS = 240_000
const SETTLING_MS = 600_000
/** A random moment is this long after the console was up, at most; or, for every third, after its process was. */
const MOMENT_MS = 700
const DEVICES = 40
const STEP_DEVICES = 12

/** A step, or a random moment (null). */
export type Life = CrashStep | null
export type Crashes = {
  kills: number
  /** In words, with the number of the life. */
  lost: string[]
  /** Steps that were never reached, and lives that did not end. */
  missed: string[]
  acknowledged: { operations: number; outcomes: number; holds: number }
}

type World = { folder: string; authority: RunningAuthority; seed: number; twin?: Mutant; oracle: AckOracle }

/** Plays one store's lives, one after the other, and in the end lets it come to rest. */
export async function runCrashScenarios(
  lives: readonly Life[],
  { seed, bare = false, twin }: { seed: number; bare?: boolean; twin?: Mutant },
): Promise<Crashes> {
  const folder = mkdtempSync(join(tmpdir(), 'console-crashes-'))
  const authority = await startAuthority({
    dataDir: ':memory:',
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    deviceLimit: 10_000,
    drainMs: 100,
  })
  const front = bare ? await bareFront(authority.url) : undefined
  const crashes: Crashes = { kills: 0, lost: [], missed: [], acknowledged: { operations: 0, outcomes: 0, holds: 0 } }
  const world: World = { folder, authority, seed, twin, oracle: createAckOracle() }
  try {
    await setUp(folder, front?.url ?? authority.url)
    const random = seededRandom(seed)
    for (const [index, life] of lives.entries()) {
      const { lost, missed } = await playLife(world, life, seed + index, random)
      crashes.kills += 1
      crashes.lost.push(...lost.map((what) => `life ${index} (${life?.step ?? 'at random'}): ${what}`))
      if (missed) crashes.missed.push(`life ${index} (${life?.step ?? 'at random'}): ${missed}`)
    }
    crashes.acknowledged = world.oracle.size()
    crashes.lost.push(...(await settle(world)))
    return crashes
  } finally {
    await front?.close()
    await authority.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An authority with single calls alone, and without a stop of the org. */
async function bareFront(url: string) {
  const front = await startFaultServer(forward(url))
  const missing = json({ status: 'error', error: 'not_found' }, 404)
  for (const path of ['devices/revoke_batch', 'devices/unrevoke_batch', 'devices/remove_batch', 'org/'])
    front.on(`/api/v1/${path}`, missing)
  return front
}

async function setUp(folder: string, baseUrl: string): Promise<void> {
  const { db, close } = await openStore(databaseIn(folder))
  const org = { id: ORG_ID, slug: 'main', name: 'main', base_url: baseUrl, id_pattern: DEFAULT_ID_PATTERN }
  await insertOrg(db, { ...org, paths: '{}', created_at: 0 })
  await putOrgKey(db, ORG_ID, createKeyVault(ENCRYPTION_KEY).seal(ORG_ID, new Secret(ORG_KEY)), 0)
  const user = { id: USER_ID, email: 'ana@example.org', name: 'Ana', password_hash: '', created_at: 0 }
  await insertUser(db, { ...user, disabled_at: null })
  await setRole(db, ORG_ID, USER_ID, 'admin')
  await close()
}

/** Lives that end at random act on the same devices; each step on its own. */
const planOf = ({ folder, authority, twin }: World, seed: number, life: Life): LifePlan => ({
  folder,
  agentUrl: authority.url,
  agentKey: AGENT_KEY,
  seed,
  twin,
  at: life?.at,
  acts: life?.acts,
  fromStart: life?.fromStart,
  stallMs: life?.stallMs,
  stallButFor: life?.stallButFor,
  role: life ? `step-${seed}` : 'any',
  devices: life?.devices ?? (life ? STEP_DEVICES : DEVICES),
})

async function playLife(world: World, life: Life, seed: number, random: () => number) {
  const lost: string[] = []
  const child = begin(planOf(world, seed, life))
  let missed: string | undefined
  const kill = () => child.kill('SIGKILL')
  const giveUp = setTimeout(() => {
    missed = 'it did not end'
    kill()
  }, LIFE_MS)
  const ends = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const moment = random() * MOMENT_MS
  const isEarly = random() < 1 / 3
  if (!life && isEarly) setTimeout(kill, moment)
  child.on('message', (message: FromLife) => {
    if (message.say === 'report') {
      lost.push(...world.oracle.hold(message.report))
      if (!life && !isEarly) setTimeout(kill, moment)
    } else if (message.say === 'idle') {
      missed = ['the step was not reached', ...message.refused].join('; ')
      kill()
    } else note(world.oracle, message)
  })
  const signal = await ends
  clearTimeout(giveUp)
  if (signal !== 'SIGKILL') missed = 'it ended by itself'
  return { lost, missed }
}

function note(oracle: AckOracle, message: FromLife): void {
  if (message.say === 'accepted') oracle.accept(message.accepted)
  else if (message.say === 'seen') oracle.see(message.seen)
}

/** The last life comes to rest; what it holds then is compared with the oracle, and against the authority. */
async function settle(world: World): Promise<string[]> {
  const child = begin({ ...planOf(world, 0, null), settle: true })
  const giveUp = setTimeout(() => child.kill('SIGKILL'), SETTLING_MS)
  const lost: string[] = []
  const report = await new Promise<Report | null>((resolve) => {
    child.once('exit', () => resolve(null))
    child.on('message', (message: FromLife) => {
      if (message.say === 'settled') resolve(message.report)
      else if (message.say === 'report') lost.push(...world.oracle.hold(message.report))
      else note(world.oracle, message)
    })
  })
  clearTimeout(giveUp)
  await killed(child)
  if (!report) return [...lost, 'the last life did not come to rest']
  lost.push(...world.oracle.hold(report))
  const client = createMachineIdClient({ baseUrl: world.authority.url, orgKey: new Secret(ORG_KEY) })
  lost.push(...(await checkFinalInvariants(databaseIn(world.folder), report, client)))
  await client.close()
  return lost
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

function begin(plan: LifePlan): ChildProcess {
  return fork(CHILD, [JSON.stringify(plan)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}
