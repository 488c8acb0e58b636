/**
 * Takes into the record what the authority reports of keys of devices: its own account, which also has what was done without this
 * console. The number of the last one that the record has moves in the same transaction, so that none is missing and none is there
 * twice. One process of a deployment does it: the one that holds the lease.
 */
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { UpstreamError } from '@/lib/domain/errors'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { keyEventMark, moveKeyEventMark } from '@/lib/store/device-keys/key-event-marks'
import type { BackgroundDeps } from './background-deps'
import { keyEventGroups, type RecordedKeyEvent } from './key-event-groups'

/** A reading takes so many replies of one org; what is left comes with the next one, and other orgs in between. */
const REPLIES_MAX = 2
const EVERY_MS = 5_000
/** An authority that has no such call may have it after an update. */
const ASK_AGAIN_MS = 600_000

/** @throws UpstreamError where the authority does not answer, or has no such call. */
export async function recordKeyEvents(deps: BackgroundDeps, org: OrgRuntime): Promise<void> {
  for (let reply = 0; reply < REPLIES_MAX; reply++) {
    const before = await keyEventMark(deps.store.reads, org.row.id)
    const { events, last, more, lost } = await org.connection.client.keyEvents(before)
    if (last < before) {
      // It counts anew, as one does whose data were replaced: from the beginning, then.
      const again = { kind: 'device-key.events-lost', data: { first: 1, last: before, again: true } } as const
      if (!(await write(deps, org, { before, after: 0, found: [again] }))) return
      continue
    }
    const found = keyEventGroups(before, events)
    const read = events.reduce((highest, { number }) => Math.max(highest, number), before)
    // None of those that came since is kept: what is said of them is that they are lost.
    if (events.length === 0 && lost && last > before) {
      const all = { kind: 'device-key.events-lost', data: { first: before + 1, last } } as const
      await write(deps, org, { before, after: last, found: [all] })
      return
    }
    if (found.length > 0 && !(await write(deps, org, { before, after: read, found }))) return
    if (!more) return
  }
}

type Step = { before: number; after: number; found: readonly RecordedKeyEvent[] }

async function write(deps: BackgroundDeps, org: OrgRuntime, { before, after, found }: Step): Promise<boolean> {
  const origin = consoleOrigin(org.row.id, deps.clock.now())
  return deps.store.db.transaction().execute(async (tx) => {
    if (!(await moveKeyEventMark(tx, org.row.id, before, after))) return false
    for (const { kind, data } of found) await record(tx, origin, kind, data)
    return true
  })
}

export type KeyEventReader = { stop: () => void }

/** Reads the events of keys of every org now and then, one org after another. */
export function startKeyEventReader(deps: BackgroundDeps): KeyEventReader {
  const notBefore = new Map<string, number>()
  let isBusy = false

  async function readOne(org: OrgRuntime): Promise<void> {
    const now = deps.clock.now()
    if ((notBefore.get(org.row.id) ?? 0) > now) return
    try {
      await recordKeyEvents(deps, org)
    } catch (error) {
      // That it does not answer is seen by the loop that reads its devices.
      if (!(error instanceof UpstreamError)) throw error
      if (error.code === 'upstream-unsupported') notBefore.set(org.row.id, now + ASK_AGAIN_MS)
    }
  }

  async function tick(): Promise<void> {
    if (isBusy || !(await deps.duties.has('key-events'))) return
    isBusy = true
    try {
      for (const org of deps.orgs.all()) await readOne(org)
    } finally {
      isBusy = false
    }
  }

  const timer = setInterval(
    () => void tick().catch((error) => deps.log.warn({ err: error }, 'events of keys could not be recorded')),
    EVERY_MS,
  )
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
