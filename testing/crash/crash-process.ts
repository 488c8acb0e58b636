/**
 * One life of a console, in a process of its own: it continues what the life before left, reports what the store holds, and acts
 * until it is killed or kills itself. What it reports was acknowledged, or seen as a viewer sees it.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { continueOperationsOnStartup } from '@/lib/background/resume-operations-on-startup'
import { startSchedule } from '@/lib/background/start-due-operations'
import { seededRandom } from '@/lib/domain/figures/seeded-random'
import type { Operation } from '@/lib/domain/operation'
import { recoverFromJournal } from '@/lib/stops/recover-from-journal'
import { STORE_WAIT_MS } from '@/lib/store/open/open-store'
import { listItems } from '@/lib/store/operation-items'
import { listDueOperations, listOpenOperations } from '@/lib/store/operations'
import type { Store } from '@/lib/store/rows/db'
import { type Act, continueAll, devicesOf, type People, play, RANDOM_ACTS } from './crash-acts'
import { openCrashConsole, readOnce } from './crash-console'
import { type Report, reportOf } from './crash-report'
import type { Mutant } from './instrumented-store'
import { createKillPoint, type KillPoint } from './kill-point'
import { createOutcomeObserver, type Seen } from './outcome-observer'

/** What a life is to do. `settle`: ends whatever waits, and dies of nothing. */
export type LifePlan = {
  folder: string
  agentUrl: string
  agentKey: string
  seed: number
  twin?: Mutant
  at?: { place: string; nth?: number }
  /** The trap is armed before anything is taken up, instead of at the last act. */
  fromStart?: boolean
  /** From the last act on, but for so many, transactions begin that late. */
  stallMs?: number
  stallButFor?: number
  acts?: readonly Act[]
  /** Devices that the acts are about; those of a step are new, so that nothing of an earlier life holds them. */
  role: string
  devices: number
  settle?: boolean
}

export type Accepted = { operation: Operation; devices: string[] }
export type FromLife =
  | { say: 'report' | 'settled'; report: Report }
  | { say: 'accepted'; accepted: Accepted }
  | { say: 'seen'; seen: Seen }
  /** `refused`: why acts were refused, in words. */
  | { say: 'idle'; refused: string[] }

const LOOK_EVERY_MS = 20
const IDLE_LOOKS = 250
const SETTLE_ROUNDS = 6
const SETTLE_MS = 60_000
/** A life that is to end at a step waits for its store; one that ends at random goes on without it, as in production. */
const PATIENT_MS = 60_000

/** Resolves when the message is out of this process. */
const tell = (message: FromLife): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => resolve())
  })

export async function live(plan: LifePlan): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const trap = createKillPoint(plan.at)
  if (plan.fromStart) trap.arm()
  const storeWaitMs = plan.at ? PATIENT_MS : STORE_WAIT_MS
  const console_ = await openCrashConsole(plan.folder, trap, { twin: plan.twin, storeWaitMs })
  const { deps } = console_
  const people: People = {
    console_,
    role: plan.role,
    devices: devicesOf(plan.role, plan.devices),
    random: plan.acts ? () => 0 : seededRandom(plan.seed),
    register: (id) => ask(plan, 'register', id),
  }
  await recoverFromJournal(deps)
  await continueOperationsOnStartup(deps)
  startSchedule(deps)
  await tell({ say: 'report', report: await reportOf(deps.store) })
  void lookOn(plan, people)
  if (plan.settle) return settle(people)
  await Promise.all(people.devices.map(people.register))
  await readOnce(console_.org)
  const refused: string[] = []
  if (plan.acts) refused.push(...(await playAll(plan, people, trap)))
  else if (!plan.fromStart) await playOn(people, trap)
  // Nothing is under way for that many looks: the step is not reached any more.
  for (let look = 0; look < IDLE_LOOKS; look += 1) {
    await delay(LOOK_EVERY_MS)
    if (await isUnderWay(deps.store)) look = 0
  }
  await tell({ say: 'idle', refused })
}

async function ask({ agentUrl, agentKey }: LifePlan, path: 'register' | 'validate', deviceId: string): Promise<void> {
  const headers = { 'x-org-key': agentKey, 'content-type': 'application/json' }
  await fetch(`${agentUrl}/api/v1/devices/${path}`, { method: 'POST', headers, body: JSON.stringify({ deviceId }) })
}

/** A viewer who looks all the time; and agents that work again while a restore goes step by step. */
async function lookOn(plan: LifePlan, { console_ }: People): Promise<void> {
  const { reads } = console_.deps.store
  const look = createOutcomeObserver(reads)
  for (;;) {
    const seen = await look()
    if (seen) await tell({ say: 'seen', seen })
    for (const { id, staged } of await listOpenOperations(reads)) {
      const items = staged === 1 ? await listItems(reads, id, { outcomes: ['pending'] }) : []
      await Promise.all(
        items.map((item) => item.accepted_at && ask(plan, 'validate', item.device_id).catch(() => undefined)),
      )
    }
    await delay(LOOK_EVERY_MS)
  }
}

async function acknowledged({ console_ }: People, operation: Operation): Promise<void> {
  const items = await listItems(console_.deps.store.reads, operation.id)
  await tell({ say: 'accepted', accepted: { operation, devices: items.map((item) => item.device_id) } })
}

/** All but the last act are waited for. @returns why acts were refused, in words. */
async function playAll(
  { acts = [], stallMs = 0, stallButFor = 0 }: LifePlan,
  people: People,
  trap: KillPoint,
): Promise<string[]> {
  const refused: string[] = []
  for (const act of acts.slice(0, -1)) {
    const operation = await play(people, act)
    if (typeof operation === 'string') refused.push(operation)
    if (operation === null || typeof operation === 'string') continue
    await acknowledged(people, operation)
    await people.console_.deps.running.ended(operation.id)
  }
  trap.arm()
  if (stallMs > 0) people.console_.stall(stallMs, stallButFor)
  const operation = await play(people, acts.at(-1) as Act)
  if (typeof operation === 'string') refused.push(operation)
  else if (operation) await acknowledged(people, operation)
  trap.pass('acknowledged')
  return refused
}

async function playOn(people: People, trap: KillPoint): Promise<void> {
  const { random, console_ } = people
  trap.arm()
  for (;;) {
    const played = await play(people, RANDOM_ACTS[Math.floor(random() * RANDOM_ACTS.length)] as Act)
    const operation = typeof played === 'string' ? null : played
    if (operation) await acknowledged(people, operation)
    if (operation && random() < 0.3) await console_.deps.running.ended(operation.id)
    await delay(random() ** 2 * 30)
  }
}

/** Something is on its way, or due. */
const isUnderWay = async ({ reads }: Store): Promise<boolean> =>
  (await listOpenOperations(reads)).length + (await listDueOperations(reads, Date.now())).length > 0

/** A person continues what waits, again and again, until nothing is under way. */
async function settle(people: People): Promise<void> {
  const { store, running } = people.console_.deps
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    const until = Date.now() + SETTLE_MS
    while (Date.now() < until && (await isUnderWay(store))) await delay(LOOK_EVERY_MS)
    if ((await continueAll(people)) === 0) break
  }
  await Promise.race([running.allEnded(), delay(SETTLE_MS)])
  await tell({ say: 'settled', report: await reportOf(store) })
}
