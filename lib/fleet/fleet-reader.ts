/**
 * Reads one org again and again: every 2 s while a page is open or a stop is in force, else every 60 s. A reading that
 * fails leaves the last snapshot as it is and reports why.
 */
import { setTimeout as delay, setImmediate } from 'node:timers/promises'
import type { Clock } from '@/lib/concurrency/clock'
import { AppError } from '@/lib/domain/errors'
import { CHUNK_DEVICES_MAX } from '@/lib/machineid/snapshot/snapshot'
import { EmptyListDoubt } from './empty-list-doubt'
import type { OrgReading, ReadTarget } from './reading'

const LOOKED_AT_MS = 2_000
const IDLE_MS = 60_000
/** A page is open if it made a request within this time. */
const LOOKING_MS = 15_000
const PROBE_EVERY_MS = 3_600_000

export type FleetReader = {
  /** A page made a request: keep reading often for a while. */
  look: () => void
  /** Resolves after a reading that began after this call; rejects with its fault. */
  readNow: () => Promise<void>
  /**
   * Resolves after a reading that began at `since` (epoch ms) or later and shows the org at this revision or later: the last
   * one, the one under way, or a new one. Rejects with the fault of the new one.
   */
  readPast: (revision: number, since: number) => Promise<void>
  /** Interval between readings now, in ms: a snapshot older than three of them is stale. */
  intervalMs: () => number
  /** A reading has been completed or has failed. */
  onReading: (listener: () => void) => void
  start: () => void
  stop: () => Promise<void>
}

/** `elapsedMs`: a clock that is never set. */
export function createFleetReader(
  runtime: () => ReadTarget,
  clock: Clock,
  busy: () => boolean,
  elapsedMs: () => number = () => performance.now(),
): FleetReader {
  const doubt = new EmptyListDoubt()
  let lookedAt = Number.NEGATIVE_INFINITY
  let probedAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const ended = new AbortController()
  let wake = new AbortController()
  let loop: Promise<void> | undefined
  /** What the loop sleeps for now; 0 while it reads. */
  let sleepsMs = 0
  const listeners: (() => void)[] = []

  const intervalMs = () => (busy() || doubt.isOpen || clock.now() - lookedAt < LOOKING_MS ? LOOKED_AT_MS : IDLE_MS)

  /** A page was opened, or a stop came into force, since the loop went to sleep for long. */
  const wakeIfDue = () => {
    if (sleepsMs > intervalMs()) wake.abort()
  }

  async function readOnce(): Promise<void> {
    const org = runtime()
    try {
      if (clock.now() - probedAt > PROBE_EVERY_MS) {
        org.reading.capabilities = await org.connection.client.capabilities()
        probedAt = clock.now()
      }
      await takeReading(org, doubt, { startedAt: clock.now(), begunMs: elapsedMs() }, { clock, elapsedMs })
      Object.assign(org.reading, { error: null, keyRejected: false })
    } catch (error) {
      noteFault(org.reading, error, clock.now())
      throw error
    } finally {
      for (const listener of listeners) listener()
      wakeIfDue()
    }
  }

  const begin = (): Promise<void> => {
    const reading = readOnce().finally(() => {
      running = undefined
    })
    running = reading
    return reading
  }

  /** Callers that come while a reading runs share the one that follows it. */
  function readNow(): Promise<void> {
    if (!running) return begin()
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return running ?? begin()
      })
    return next
  }

  async function readPast(revision: number, since: number): Promise<void> {
    const isShown = () => {
      const { reading } = runtime()
      return (reading.startedAt ?? Number.NEGATIVE_INFINITY) >= since && (reading.revision ?? -1) >= revision
    }
    if (!isShown()) await running?.catch(() => undefined)
    if (!isShown()) await readNow()
  }

  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      await (running ?? begin()).catch(() => undefined)
      wake = new AbortController()
      const signal = AbortSignal.any([wake.signal, ended.signal])
      sleepsMs = intervalMs()
      await delay(sleepsMs, undefined, { signal, ref: false }).catch(() => undefined)
      sleepsMs = 0
    }
  }

  return {
    look() {
      lookedAt = clock.now()
      wakeIfDue()
    },
    readNow,
    readPast,
    intervalMs,
    onReading: (listener) => void listeners.push(listener),
    start: () => {
      loop ??= run()
    },
    async stop() {
      ended.abort()
      await loop
      await runtime().connection.snapshots.close()
      await runtime().connection.client.close()
    },
  }
}

type Begun = { startedAt: number; begunMs: number }
type Clocks = { clock: Clock; elapsedMs: () => number }

/** A search under way goes first for so many turns of the loop, or it would begin anew with every chunk of a full reading. */
const YIELDED_TURNS_MAX = 40

async function letSearchesEnd({ fleet }: ReadTarget): Promise<void> {
  for (let turns = 0; turns < YIELDED_TURNS_MAX && fleet.isSearched(); turns++) await setImmediate()
}

/** Removes what a full reading did not meet, a chunk at a time: an org may be emptied at once. */
async function removeUnmet({ fleet }: ReadTarget): Promise<void> {
  for (let unmet = fleet.unmet(CHUNK_DEVICES_MAX); unmet.length > 0; unmet = fleet.unmet(CHUNK_DEVICES_MAX)) {
    fleet.apply({ upserts: [], removed: unmet })
    await setImmediate()
  }
}

async function takeReading(org: ReadTarget, doubt: EmptyListDoubt, begun: Begun, { clock, elapsedMs }: Clocks) {
  const { startedAt, begunMs } = begun
  for await (const item of org.connection.snapshots.read()) {
    if (item.kind === 'start') {
      if (!doubt.believes(org, item.count, begunMs, { at: clock.now(), ms: elapsedMs() })) {
        // Whether agents may work is another question, and was answered.
        if (item.org && org.reading.executionAt <= startedAt) org.reading.execution = item.org
        throw new AppError('upstream-invalid', doubt.sentence(org))
      }
      if (item.full) org.fleet.startFull(item.count)
    } else if (item.kind === 'chunk') {
      await letSearchesEnd(org)
      org.fleet.apply(item)
    } else {
      if (item.full) {
        await removeUnmet(org)
        org.fleet.finishFull()
      }
      Object.assign(org.reading, {
        readAt: item.readAt,
        firstStartedAt: org.reading.firstStartedAt ?? startedAt,
        startedAt,
        authorityNow: item.authorityNow ?? null,
        revision: item.revision ?? null,
        execution: org.reading.executionAt > startedAt ? org.reading.execution : (item.org ?? null),
        executionUnsupported: item.org === undefined && org.reading.capabilities.orgDisable === 'no',
        usage: item.usage ?? null,
        unreadable: item.unreadable,
      } satisfies Partial<OrgReading>)
      org.removals.forgetBefore(begunMs)
    }
  }
}

function noteFault(reading: OrgReading, error: unknown, now: number): void {
  const { code, detail } =
    error instanceof AppError ? error : new AppError('internal', 'Reading the authority failed in the console.')
  reading.error = { code, detail, since: reading.error?.since ?? now }
  reading.keyRejected = code === 'upstream-key-rejected'
}
