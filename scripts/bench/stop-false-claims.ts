/**
 * Every fault of the table between the built console and a real authority: what each screen says of a stop is compared with
 * what the authority did. The authority is asked through its documented calls alone.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Operation } from '@/lib/domain/operation'
import type { OperationDetail } from '@/lib/domain/wire/operations'
import { STOP_FAULTS } from '@/testing/faults/fault-table'
import { forward } from '@/testing/faults/proxy-faults'
import type { Figure } from './authority-bench'
import { withStage } from './stage'
import { type Claims, falseClaims, operationClaims, pageClaims } from './stop-claims'
import { plainPage, postStop, stopFields } from './stop-form-press'
import { DEVICES, type StopWorld, stopWorld } from './stop-world'

const SETTLE_MS = 30_000
/** Longer than the authority takes to show a validate, and the console to read it. */
const READ_AGAIN_MS = 2_500

type Pressed = { id: string; answer: Promise<Claims> }
type Lane = {
  name: string
  kind: 'disable' | 'revoke'
  /** Calls that go wrong begin like this. */
  failing: string
  press: (world: StopWorld) => Promise<Pressed>
}
/** How many screens were compared with the truth, and what was wrong with them. */
type Tally = { screens: number; wrong: string[] }

async function pressPage({ url, session }: StopWorld): Promise<Pressed> {
  const fields = stopFields(await plainPage(url, '/stop', session.cookie))
  const id = fields.find(([name]) => name === 'operation')?.[1] as string
  const answer = postStop(url, session.cookie, fields).then(({ html }) => pageClaims('answer to the press', html))
  return { id, answer }
}

const pressApi =
  (command: object) =>
  async ({ session }: StopWorld): Promise<Pressed> => {
    const id = randomUUID()
    const posted = session.post<Operation>('/api/orgs/main/operations', { id, ...command }, { prefer: 'wait=1' })
    return { id, answer: posted.then((operation) => operationClaims('answer to the press', operation)) }
  }

const LANES: Lane[] = [
  { name: 'page', kind: 'disable', failing: '/api/v1/org/disable', press: pressPage },
  { name: 'api', kind: 'disable', failing: '/api/v1/org/', press: pressApi({ kind: 'disable' }) },
  {
    name: 'devices',
    kind: 'revoke',
    failing: '/api/v1/devices/revoke',
    press: pressApi({ kind: 'revoke', target: { ids: DEVICES } }),
  },
]

async function judge(world: StopWorld, tally: Tally, where: string, screens: () => Promise<Claims[]>): Promise<void> {
  const before = await world.truth()
  const shown = await screens()
  const after = await world.truth()
  for (const claims of shown) {
    tally.screens += 1
    for (const wrong of falseClaims(claims, before, after)) tally.wrong.push(`${where}: ${claims.screen} ${wrong}`)
  }
}

async function underFault(lane: Lane, world: StopWorld, { fault, make }: (typeof STOP_FAULTS)[number], tally: Tally) {
  const where = (moment: string) => `${lane.name}, ${fault}, ${moment}`
  world.faults.on(lane.failing, make(world.authorityUrl))
  const { id, answer } = await lane.press(world)
  await judge(world, tally, where('at the press'), async () => [await answer])
  await judge(world, tally, where('after the press'), () => world.screens(id))
  await world.ask(DEVICES[0] as string)
  await delay(READ_AGAIN_MS)
  await judge(world, tally, where('one agent asked'), () => world.screens(id))
  world.faults.on(lane.failing, forward(world.authorityUrl))
  await untilSettled(lane, world, id, (moment) => judge(world, tally, where(moment), () => world.screens(id)))
  for (const deviceId of DEVICES) await world.ask(deviceId)
  await delay(READ_AGAIN_MS)
  await judge(world, tally, where('all agents asked'), () => world.screens(id))
}

/** An open stop comes into force once the authority is well again; one that was refused stays refused. */
async function untilSettled(lane: Lane, { session }: StopWorld, id: string, look: (moment: string) => Promise<void>) {
  const until = Date.now() + SETTLE_MS
  for (;;) {
    await look('healed')
    const { operation } = await session.get<OperationDetail>(`/api/orgs/main/operations/${id}`)
    const { state, stop } = operation
    if (state === 'finished' && stop?.status !== 'queued' && stop?.status !== 'requested') {
      if (stop?.status !== 'unknown' || lane.kind === 'revoke') return
    }
    if (Date.now() > until) throw new Error(`${lane.name}: operation ${id} stayed ${state}, ${stop?.status}`)
    await delay(300)
  }
}

/** What a judge that sees nothing would pass: screens of a stop in force, against an authority that did nothing. */
async function requireSight(lane: Lane, world: StopWorld): Promise<void> {
  const { id, answer } = await lane.press(world)
  const shown = [await answer, ...(await world.screens(id))]
  const nothing = { inForce: false, stopped: 0, denied: 0 }
  const seen = shown.filter((claims) => falseClaims(claims, nothing, nothing).length > 0)
  // The org's own screens say nothing of a revoke of some devices.
  const expected = lane.kind === 'revoke' ? 2 : shown.length
  if (seen.length < expected)
    throw new Error(`${lane.name}: the claims of ${shown.length - seen.length} screens go unseen`)
}

function runLane(lane: Lane, tally: Tally): Promise<void> {
  return withStage(async (stage) => {
    const world = await stopWorld(stage, lane.kind)
    try {
      await requireSight(lane, world)
      for (const fault of STOP_FAULTS) {
        await world.again()
        const startedAt = Date.now()
        await underFault(lane, world, fault, tally)
        if (process.env.BENCH_VERBOSE) console.error(`${lane.name}, ${fault.fault}: ${Date.now() - startedAt} ms`)
      }
    } finally {
      await world.close()
    }
  })
}

/** `stop.falseclaims`: screens, over the whole fault table, that claim what the authority did not do. */
export async function stopFalseClaims(): Promise<Figure[]> {
  const tally: Tally = { screens: 0, wrong: [] }
  await Promise.all(LANES.map((lane) => runLane(lane, tally)))
  for (const wrong of tally.wrong) console.error(wrong)
  console.error(JSON.stringify({ faults: STOP_FAULTS.length, lanes: LANES.length, screens: tally.screens }))
  const value = tally.wrong.length
  return [{ name: 'stop.falseclaims', value, unit: 'screens', limit: 0, ok: value === 0 && tally.screens > 0 }]
}
