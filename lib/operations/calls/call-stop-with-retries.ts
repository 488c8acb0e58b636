/**
 * Calls a slice of a stop again and again until each device has a clear answer. While the authority is away its devices stay
 * *queued, not in force*: nothing is given up, and they are sent at its first answer. Only replies that cannot be understood
 * are given up after a few tries, once the devices can be read: then the reading shows their outcome.
 */

import { isClear } from '@/lib/domain/call-outcome'
import type { Turn } from '@/lib/orgs/outage-gate'
import { liveHolds } from '@/lib/store/holds'
import { type CallResult, callDevices, callKindOf } from './call-devices'
import { longestAsked, withoutChanged } from './call-with-retries'
import { noteOutage } from './note-outage'
import type { OperationRun } from './operation-run'
import { tryToRead } from './read-back'

/** Replies about one device that make no sense, after which its state is read instead. */
export const GARBLED_MAX = 4

const WITHDRAWN = {
  outcome: 'withdrawn',
  code: 'withdrawn',
  message: 'withdrawn by a newer act before the authority took it',
} as const

/** @param take is given clear answers before the rest is waited for. `again`: some may have been sent before. */
export async function callStopWithRetries(
  job: OperationRun,
  ids: readonly string[],
  again: boolean,
  take: (results: readonly CallResult[]) => void,
): Promise<CallResult[]> {
  const { deps, org, row, haltSignal, haltAfterOneSignal } = job
  const answers = new Map<string, CallResult>()
  const garbled = new Map<string, number>()
  const startedAt = deps.clock.now()
  let open: readonly string[] = ids
  let turn: Turn | null = null
  const isHalted = (tries: number) =>
    haltSignal.aborted || (tries > 0 && (haltAfterOneSignal?.aborted || deps.closing.aborted))
  for (let tries = 0; open.length > 0 && !isHalted(tries); tries += 1) {
    const isAgain = again || tries > 0
    const held = isAgain ? await stillHeld(job, open) : open
    for (const deviceId of without(open, held)) answers.set(deviceId, { deviceId, ...WITHDRAWN })
    // A reading finds the outcome of a lost answer.
    open = tries === 0 ? held : held.filter((id) => !wasReadRevoked(job, id, startedAt))
    if (open.length === 0) break
    const results = await sendOnce(job, open, turn?.probe ? tries : null, isAgain)
    for (const result of results) answers.set(result.deviceId, isAgain ? withoutChanged(result) : result)
    const wasAnswered = results.some(isClear)
    const wasProbe = turn?.probe === true
    turn?.end(wasAnswered)
    turn = null
    open = open.filter((id) => !isClear(answers.get(id)))
    open = without(open, await givenUp(job, results, garbled))
    // The devices that the probe left out are sent at once.
    if (open.length === 0 || (wasProbe && wasAnswered)) continue
    // If a person paused it, it waits for that person, not for its authority.
    if (isHalted(tries + 1)) break
    handOver(answers, take)
    await noteOutage(
      job,
      open,
      open.flatMap((id) => answers.get(id) ?? []),
    )
    if (tries === 0) void tryToRead(org)
    turn = await org.outage.nextTry('devices', {
      operationId: row.id,
      retryAfterMs: longestAsked(results),
      signals: [haltSignal, haltAfterOneSignal, deps.closing],
      pause: deps.pause,
      now: deps.clock.now,
    })
  }
  turn?.end(false)
  // A device that was certainly never taken has no answer to write down.
  return [...answers.values()].filter((result) => isClear(result) || !deps.sent.wasNeverSent(row.id, result.deviceId))
}

/** Perhaps sent, and read as revoked since: the end of the operation decides the outcome. */
const wasReadRevoked = ({ deps, org, row }: OperationRun, deviceId: string, since: number): boolean =>
  !deps.sent.wasNeverSent(row.id, deviceId) &&
  org.reading.startedAt !== null &&
  org.reading.startedAt >= since &&
  org.fleet.statusOf(deviceId) === 'revoked'

const without = (ids: readonly string[], some: readonly string[]): string[] => {
  if (ids.length === some.length) return []
  const taken = new Set(some)
  return ids.filter((id) => !taken.has(id))
}

/** @param probe number of the probe: then a single device is sent if the authority takes one at a time. */
async function sendOnce(
  { deps, org, row, haltSignal }: OperationRun,
  held: readonly string[],
  probe: number | null,
  isAgain: boolean,
): Promise<CallResult[]> {
  await deps.sent.settled(row.id)
  // A resume that is under way decides first: accepted, it withdraws this stop over its devices.
  const ready = isAgain ? held.filter((id) => !deps.resumes.isResuming(org.row.id, id)) : held
  const singly = org.reading.capabilities.batch === 'no'
  const some = probe !== null && singly ? ready.slice(probe % ready.length).slice(0, 1) : ready
  const sending = deps.sent.send(org.row.id, row.id, some)
  const results = await callDevices(org, callKindOf(row.kind), sending.deviceIds, { haltSignal })
  sending.end(results.flatMap(({ deviceId, notTaken }) => (notTaken ? [deviceId] : [])))
  const withdrawn = sending.withdrawn.map((deviceId): CallResult => ({ deviceId, ...WITHDRAWN }))
  return [...results.filter(({ outcome }) => outcome !== 'halted'), ...withdrawn]
}

/** Of a stop that is sent again, only what it still holds: an undo meanwhile is the newer act. */
async function stillHeld({ deps, org, row }: OperationRun, ids: readonly string[]): Promise<readonly string[]> {
  // Its holds are not written yet: no act can have released one.
  if (deps.itemWrites.of(row.id)) return ids
  const holds = await liveHolds(deps.store.reads, org.row.id, ids)
  const held = new Set(holds.filter((hold) => hold.operation_id === row.id).map((hold) => hold.device_id))
  return ids.filter((id) => held.has(id))
}

/** Devices that got garbled replies often enough, and that can be read instead. */
async function givenUp(
  { org }: OperationRun,
  results: readonly CallResult[],
  garbled: Map<string, number>,
): Promise<string[]> {
  for (const { deviceId, isGarbled } of results) if (isGarbled) garbled.set(deviceId, (garbled.get(deviceId) ?? 0) + 1)
  const often = results.flatMap(({ deviceId }) => ((garbled.get(deviceId) ?? 0) >= GARBLED_MAX ? [deviceId] : []))
  return often.length > 0 && (await tryToRead(org)) ? often : []
}

function handOver(answers: Map<string, CallResult>, take: (results: readonly CallResult[]) => void): void {
  const clear = [...answers.values()].filter(isClear)
  for (const { deviceId } of clear) answers.delete(deviceId)
  if (clear.length > 0) take(clear)
}
