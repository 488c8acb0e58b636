/**
 * Reads one org with a client, in the process it runs in. `createWorkerReaders` gives the same in a worker thread, which is
 * what a large fleet needs.
 */
import { UpstreamError } from '@/lib/domain/errors'
import type { MachineIdClient, OrgStatus } from '../client'
import type { SnapshotItem, SnapshotReader } from './snapshot'
import { chunksOf } from './snapshot-chunks'
import { SnapshotStage } from './snapshot-stage'
import { changeOf, type SnapshotState, type StagedList } from './snapshot-state'

/** A whole list of a large fleet takes longer than any other call. */
const FULL_LIST_TIMEOUT_MS = 60_000
/** If an authority has no org status, it is requested again after this time. */
const ASK_ORG_AGAIN_MS = 600_000
/** A delta does not show which entries are still no device: while there are some, the whole list is read this often. */
const COUNT_AGAIN_MS = 300_000

type Client = Pick<MachineIdClient, 'readDevices' | 'usage' | 'orgStatus'>

export function createSnapshotReader(client: Client): SnapshotReader {
  let state: SnapshotState | null = null
  let orgUnsupportedAt = Number.NEGATIVE_INFINITY
  let turn: Promise<unknown> = Promise.resolve()

  async function readList(previous: SnapshotState | null, signal?: AbortSignal): Promise<StagedList> {
    const newStage = () => new SnapshotStage(previous?.known)
    if (previous?.revision !== undefined && !isCountedAgain(previous)) {
      try {
        const list = await client.readDevices({ since: previous.revision }, newStage, { signal })
        // What changed is in entries that cannot be read: only the whole list shows it.
        if (!list.delta || list.unreadable === 0 || list.unreadable < list.entries) return list
      } catch (error) {
        if (!(error instanceof UpstreamError && error.upstreamStatus === 410)) throw error
      }
    }
    const etag = previous?.revision === undefined ? previous?.etag : undefined
    return client.readDevices({ etag }, newStage, { signal, timeoutMs: FULL_LIST_TIMEOUT_MS })
  }

  async function readOrg(signal?: AbortSignal): Promise<OrgStatus | undefined> {
    if (performance.now() - orgUnsupportedAt < ASK_ORG_AGAIN_MS) return undefined
    try {
      return await client.orgStatus({ signal })
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'upstream-unsupported') orgUnsupportedAt = performance.now()
      return undefined
    }
  }

  /** What was known before is given back, not left to a garbage collector. */
  function remember(next: SnapshotState): void {
    if (state && state.known !== next.known) state.known.close()
    state = next
  }

  async function* readNow(full: boolean, signal?: AbortSignal): AsyncGenerator<SnapshotItem> {
    const previous = full ? null : state
    // The list decides; without usage or org status those parts are unknown, and said to be.
    const [list, usage, org] = await Promise.all([
      readList(previous, signal),
      client.usage({ signal }).catch(() => undefined),
      readOrg(signal),
    ])
    try {
      const change = changeOf(previous, list)
      yield { kind: 'start', full: change.full, count: change.count, org }
      let unchanged = !change.full
      for (const chunk of chunksOf(change, list.sink)) {
        unchanged = false
        yield chunk
      }
      yield {
        kind: 'summary',
        readAt: list.receivedAt,
        full: change.full,
        unchanged,
        authorityNow: list.now ?? org?.now,
        revision: list.revision ?? previous?.revision,
        usage,
        org,
        count: change.count,
        unreadable: change.unreadable,
        duplicates: list.duplicates,
      }
      remember(change.commit())
    } finally {
      list.sink.close()
      if (state?.known !== list.sink.devices) list.sink.devices.close()
    }
  }

  return {
    async *read({ signal, full = false } = {}) {
      const before = turn
      let done = () => {}
      turn = new Promise<void>((resolve) => {
        done = resolve
      })
      await before
      try {
        yield* readNow(full, signal)
      } finally {
        done()
      }
    },
    // Left to the garbage collector: a reading may be under way.
    close: async () => {
      state = null
    },
  }
}

const isCountedAgain = ({ unreadable, wholeAt }: SnapshotState): boolean =>
  unreadable > 0 && performance.now() - wholeAt >= COUNT_AGAIN_MS
