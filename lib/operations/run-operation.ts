/**
 * The engine of an operation on devices. Sends slice by slice, writes each answer down while the next slice is out, and ends
 * by reading the devices back: an item is *done* only when it was seen in the wanted state.
 */

import pMap from 'p-map'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { pauseAt } from '@/lib/concurrency/pause-at'
import { raceAbort } from '@/lib/concurrency/race-abort'
import { isStop } from '@/lib/domain/operation'
import { BATCH_IDS_MAX } from '@/lib/machineid/batch-calls'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { countSteps, hasUnanswered, listItems } from '@/lib/store/operation-items'
import { markRunning } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { noteTwins } from '@/lib/store/twins'
import { type CallResult, callKindOf } from './calls/call-devices'
import type { OperationRun } from './calls/operation-run'
import { createBreaker, NO_BREAKER } from './calls/operation-run'
import { type PreparedRun, prepareRun } from './calls/prepare-run'
import { createEarlyReadback, createReadBack, isInWantedState, tryToRead } from './calls/read-back'
import type { OperationDeps } from './deps/operation-deps'
import { endOperation } from './end-operation'
import { CANNOT_READ, FELL_SILENT, NEWER_STOP, pauseForPerson } from './pause-for-person'
import { createResultWriter } from './result-writer'
import { sendBatch } from './send-batch'
import { watchStep } from './watch-step'
import { writeResults } from './write-results'

const SLICES_AT_ONCE = 4
/** Answers to single calls are written down this many at a time: progress is seen, and a crash loses less. */
const SINGLES_PER_SLICE = 50
const BEGIN_AGAIN_MS = [500, 2_000, 10_000, 30_000]

type Started = Omit<OperationRun, 'before' | 'positions' | 'breaker'>

/**
 * `prepared`: of an operation that was written just now; else its items are looked up. `again`: some may have been sent before,
 * so that a reply of "unchanged" proves nothing.
 */
export type RunOptions = { prepared?: PreparedRun; again?: boolean }

/** Starts the operation; its end is seen in the store. Faults of the console itself are logged and leave it open. */
export function runOperation(
  deps: OperationDeps,
  org: OrgRuntime,
  row: OperationRow,
  beginning: RunOptions = {},
): void {
  deps.running.start(row.id, (haltSignal) =>
    runUntilEnd({ deps, org, row, haltSignal }, beginning).finally(() => org.outage.forget(row.id)),
  )
}

/** If a stop failed in the console itself (the store failed), it is begun again; any other act waits for the next start. */
async function runUntilEnd(started: Started, beginning: RunOptions): Promise<void> {
  const { deps, row } = started
  for (let tries = 0; ; tries += 1) {
    try {
      return await run(started, tries > 0 ? { again: true } : beginning)
    } catch (error) {
      deps.log.error({ err: error, operationId: row.id }, 'operation broke off in the console')
      if (!isStop(row.kind) || deps.closing.aborted) return
      const pauseMs = pauseAt(BEGIN_AGAIN_MS, tries)
      await raceAbort(deps.pause(pauseMs), [started.haltSignal])
      if (deps.closing.aborted || started.haltSignal.aborted) return
    }
  }
}

async function run(started: Started, { prepared, again = false }: RunOptions): Promise<void> {
  const { deps, org, row } = started
  // Begun again, it looks for items that its first try did not wait for.
  if (!prepared) await deps.itemWrites.of(row.id)
  const { before, positions, steps, deviceIds, twins } =
    prepared ?? prepareRun(org, row, await listItems(deps.store.db, row.id, { outcomes: ['pending'] }))
  const job: OperationRun = { ...started, before, positions, breaker: isStop(row.kind) ? NO_BREAKER : createBreaker() }
  if (callKindOf(row.kind) === 'revoke' && !again) deps.sent.open(row.id, deviceIds)
  // The calls do not wait for these rows: after a crash, whatever was open counts as sent.
  const marked = Promise.all([
    deps.itemWrites.of(row.id),
    noteTwins(deps.store.db, twins, !again),
    markRunning(deps.store.db, row.id),
  ])
  marked.catch(() => undefined)
  let reading: Promise<boolean> | undefined
  for (const [step, ids] of steps) {
    const { preemptedSignal, ...sent } = await send(job, again, ids)
    reading = sent.reading
    await marked
    // The act that halted it writes its state; once every item was answered there is nothing left to halt.
    if (isHalted(job) && (await hasUnsent(job))) return
    if (sent.unread) return pauseForPerson(job, 'upstream-unavailable', CANNOT_READ)
    if (job.breaker.isOpen()) return pauseForPerson(job, 'upstream-unavailable', FELL_SILENT)
    if (step === 0) continue
    const seen = await watchStep({ ...job, preemptedSignal }, step)
    if (job.haltSignal.aborted && (await hasUnsent(job))) return
    if (seen.end === 'ask') return pauseForPerson(job, 'step', seen.why)
    if (seen.end === 'halted') {
      if (deps.closing.aborted) return
      if (await hasUnsent(job)) return pauseForPerson(job, 'step', NEWER_STOP)
      break
    }
    await recordStep(job, step, seen.devices)
  }
  await marked
  if (again && callKindOf(row.kind) === 'revoke') reading = (await sendAgain(job, Promise.resolve())).reading
  if (isHalted(job) && (await hasUnsent(job))) return
  await endOperation(job, { reading })
}

/** True if nothing more is sent: a person paused or cancelled it, or the console shuts down. */
const isHalted = ({ deps, haltSignal }: OperationRun): boolean => haltSignal.aborted || deps.closing.aborted

/** True if an item has no answer yet: there is something to halt. */
const hasUnsent = async ({ deps, row }: OperationRun): Promise<boolean> =>
  (await listItems(deps.store.db, row.id, { outcomes: ['pending'] })).some((item) => item.accepted_at === null)

async function recordStep({ deps, org, row }: OperationRun, step: number, devices: number): Promise<void> {
  const steps = await countSteps(deps.store.reads, row.id)
  const data = { operationId: row.id, step, steps, devices }
  await record(deps.store.db, consoleOrigin(org.row.id, deps.clock.now()), 'operation.step', data)
}

/**
 * `preemptedSignal`: of a resume, aborted when a newer stop preempts it. `unread`: nothing was sent, because the devices
 * could not be read first. `reading`: began when the last answer had come.
 */
type Sent = { preemptedSignal?: AbortSignal; unread?: boolean; reading: Promise<boolean> }

async function send(job: OperationRun, again: boolean, ids: readonly string[]): Promise<Sent> {
  const { deps, org, row } = job
  if (callKindOf(row.kind) === 'restore') {
    const resume = deps.resumes.enter(org.row.id, ids)
    const resuming = { ...job, preemptedSignal: resume.preemptedSignal }
    const sent = await resumeInOrder(resuming, again, ids).finally(resume.end)
    return { ...sent, preemptedSignal: resume.preemptedSignal }
  }
  const preempted = isStop(row.kind) ? deps.resumes.preempt(org.row.id, ids) : undefined
  if (again && !isStop(row.kind)) await tryToRead(org)
  const rest = again && !isStop(row.kind) ? await withoutThoseDone(job, ids) : ids
  const sent = await sendAll(job, rest, again)
  return preempted?.count ? sendAgain(job, preempted.ended) : sent
}

async function resumeInOrder(job: OperationRun, again: boolean, ids: readonly string[]): Promise<Sent> {
  const { deps, org, row, haltSignal, preemptedSignal } = job
  // A call of a stop in flight must be answered first, or the authority could take it after its undo. A newer stop ends the wait.
  await raceAbort(deps.sent.callsEnded(org.row.id, ids), [haltSignal, preemptedSignal])
  const isUnsure = again || (row.undoes !== null && (await hasUnanswered(deps.store.reads, row.undoes)))
  // Without a reading it is unknown which of them are stopped: a person reviews first what a resume would start.
  if (isUnsure && !(await tryToRead(org))) return { unread: true, reading: Promise.resolve(false) }
  return sendAll(job, again ? await withoutThoseDone(job, ids) : ids, again)
}

/** @returns the reading that began when the last answer had come; by then every answer is written down. */
async function sendAll(job: OperationRun, ids: readonly string[], again: boolean): Promise<Sent> {
  const isSingly = job.row.kind === 'register' || job.org.reading.capabilities.batch === 'no'
  const size = isSingly ? SINGLES_PER_SLICE : BATCH_IDS_MAX
  const slices = Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  )
  const readAlong = createEarlyReadback(job.org, ids.length)
  const readBack = createReadBack(job.org, callKindOf(job.row.kind), { since: job.deps.clock.now() })
  const writer = createResultWriter(job, slices.length)
  const take = (results: readonly CallResult[]) => {
    writer.take(results)
    readBack.note(results)
  }
  const send = async (slice: readonly string[]) => {
    const results = await sendBatch(job, slice, again, take)
    take(results)
    readAlong(results.length)
    // A stop goes on even if its answers cannot be written; any other act sends no more before they are.
    if (!isStop(job.row.kind)) await writer.end()
  }
  // A stop that fails for one slice is sent to all others before it is begun again; anything else ends there.
  await pMap(slices, send, { concurrency: SLICES_AT_ONCE, stopOnError: !isStop(job.row.kind) })
  const reading = readBack.read(ids)
  await writer.end()
  return { reading }
}

/** A device that was in flight when the console stopped, and was read as done since, is not called again. */
async function withoutThoseDone(job: OperationRun, ids: readonly string[]): Promise<string[]> {
  const { org, row } = job
  const kind = callKindOf(row.kind)
  const done = ids.filter((id) => isInWantedState(org, kind, id))
  await writeResults(
    job,
    done.map((deviceId) => ({ deviceId, outcome: 'accepted' })),
  )
  const isDone = new Set(done)
  return ids.filter((id) => !isDone.has(id))
}

/**
 * When the preempted resumes have ended, a stop is sent again to each of its devices that they left active. A pause holds
 * back what was not sent yet, not this.
 */
async function sendAgain(job: OperationRun, resumesEnded: Promise<void>): Promise<Sent> {
  const { deps, org, row } = job
  await resumesEnded
  await tryToRead(org)
  const sent = (await listItems(deps.store.db, row.id, { outcomes: ['pending'] })).flatMap((item) =>
    item.accepted_at !== null || item.code !== null ? [item.device_id] : [],
  )
  const active = sent.filter((id) => org.fleet.statusOf(id) !== 'revoked')
  return sendAll({ ...job, haltSignal: NOT_HALTED, haltAfterOneSignal: job.haltSignal }, active, true)
}

const NOT_HALTED = new AbortController().signal
