/**
 * Plays one interleaving of several people over a few devices and counts breaches: devices that were started, or that run
 * in the end, although a stop that was not taken back holds them; and what the record then says wrongly of the rows.
 */

import { startDueOperations } from '@/lib/background/start-due-operations'
import { liveHolds } from '@/lib/store/holds'
import { listOpenOperations } from '@/lib/store/operations'
import { recordFaults } from '../audit/record-faults'
import { createActs } from './hold-acts'
import { createHoldModel, type HoldModel } from './hold-model'
import { DEVICES, FENCED, NEW_DEVICES, type Step, stepOf } from './hold-steps'
import type { UpstreamAct } from './in-process-authority'
import { type HoldWorld, type Scene, turns } from './in-process-console'

export type Played = { breaches: string[]; restarts: number; steps: Step[] }

const PATIENT_TURNS = 150
const SETTLE_ROUNDS = 120
/** After so many rounds a step of a staged restore is given up: its time is over. */
const PATIENT_ROUNDS = 60
const STEP_OVER_MS = 660_000

export async function runHoldScenarios(world: HoldWorld, numbers: readonly number[]): Promise<Played> {
  const seed = numbers.reduce((sum, number) => (Math.imul(sum, 31) + number) >>> 0, 7)
  const model = createHoldModel()
  const steps = numbers.map(stepOf)
  const played: Played = { breaches: [], restarts: 0, steps }
  world.prepare(seed, { orgStop: seed % 3 !== 0 }, (act) => watchRestarts(act, model, played))
  const scene = await world.begin(DEVICES)
  const acts = createActs(world, scene, model)
  try {
    for (const step of steps) {
      const done = acts.play(step)
      // A staged restore does not end before its agents ask again.
      if (step.turns === null) await Promise.race([done, turns(PATIENT_TURNS)])
      else await turns(step.turns)
    }
    await settle(world, scene, acts.underWay)
    await acts.noteAllInForce()
    played.breaches.push(...(await runningThoughHeld(world, scene, model)))
    played.breaches.push(...(await runningInsideFences(world, scene, acts.fencesInForce())))
    played.breaches.push(...(await scene.deps.store.frozen(recordFaults)))
  } finally {
    await scene.end()
  }
  return played
}

type Changed = { deviceId?: string; changed?: boolean; results?: { deviceId: string; changed: boolean }[] }

/** A restart is a breach when a stop that was in force before its call went out holds the device. */
function watchRestarts({ path, body }: UpstreamAct, model: HoldModel, played: Played) {
  if (!/\/unrevoke(_batch)?$/.test(path)) return undefined
  const ids = 'deviceIds' in body ? (body.deviceIds as string[]) : [body.deviceId as string]
  const holders = new Map(ids.map((id) => [id, model.holders(id)]))
  return (reply: Changed) => {
    const items = reply.results ?? [{ deviceId: ids[0] as string, changed: reply.changed === true }]
    for (const { deviceId, changed } of items) {
      if (!changed) continue
      played.restarts += 1
      const [holder] = holders.get(deviceId) ?? []
      if (holder) played.breaches.push(`${deviceId} was started although ${holder.kind} ${holder.operationId} holds it`)
    }
  }
}

/** Until nothing is under way or due: agents ask, time passes, what waits for a person goes on waiting. */
async function settle(world: HoldWorld, { deps, org }: Scene, underWay: readonly Promise<unknown>[]): Promise<void> {
  let ended = false
  void Promise.all(underWay).then(() => {
    ended = true
  })
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    await turns(4)
    const open = await listOpenOperations(deps.store.reads)
    if (ended && open.length === 0 && round > 2) break
    for (const device of org.fleet.devices()) await world.authority.agent('validate', device.deviceId)
    if (round < 2) world.pass(1_500)
    if (round === PATIENT_ROUNDS) world.pass(STEP_OVER_MS)
    await startDueOperations(deps)
    await turns(10)
  }
  await Promise.all(underWay)
  await deps.running.allEnded()
}

async function activeDevices(world: HoldWorld): Promise<Set<string>> {
  const { devices } = await world.admin.listDevices()
  return new Set(devices.filter((device) => device.status === 'active').map((device) => device.deviceId))
}

async function runningThoughHeld(world: HoldWorld, { deps, org }: Scene, model: HoldModel): Promise<string[]> {
  const active = await activeDevices(world)
  const recorded = await liveHolds(deps.store.reads, org.row.id, [...DEVICES, ...NEW_DEVICES])
  const held = new Set(recorded.map((hold) => hold.device_id))
  return [
    ...model.heldDevices().flatMap((id) => (active.has(id) ? [`${id} runs in the end although it is held`] : [])),
    ...[...held].flatMap((id) => (active.has(id) ? [`${id} runs in the end although the store has a hold on it`] : [])),
  ]
}

const LOOKS = 4

/** A fence catches what matches it within a few readings. */
async function runningInsideFences(world: HoldWorld, { deps, org }: Scene, selectors: readonly string[]) {
  let free: string[] = []
  for (let look = 0; look < LOOKS; look += 1) {
    const active = await activeDevices(world)
    free = [...active].filter((id) => selectors.some((selector) => FENCED[selector]?.test(id)))
    if (free.length === 0) break
    world.pass(5)
    await org.reader.readNow()
    await turns(40)
    await deps.running.allEnded()
  }
  return free.map((id) => `${id} runs inside a fence`)
}
