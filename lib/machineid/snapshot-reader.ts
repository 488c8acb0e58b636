/**
 * Reads one org with a client, in the process it runs in. `createWorkerReaders` gives the same in a worker thread, which is
 * what a large fleet needs.
 */
import { UpstreamError } from '@/lib/domain/errors'
import type { DeviceList, MachineIdClient, OrgStatus } from './client'
import { CHUNK_DEVICES_MAX, type SnapshotItem, type SnapshotReader } from './snapshot'
import { compareSnapshot, type SnapshotState } from './snapshot-state'

/** A whole list of a large fleet takes longer than any other call. */
const FULL_LIST_TIMEOUT_MS = 15_000
/** An authority without org status is asked again after this time. */
const ASK_ORG_AGAIN_MS = 600_000

type Client = Pick<MachineIdClient, 'listDevices' | 'usage' | 'orgStatus'>

export function createSnapshotReader(client: Client): SnapshotReader {
  let state: SnapshotState | null = null
  let orgUnsupportedAt = Number.NEGATIVE_INFINITY
  let turn: Promise<unknown> = Promise.resolve()

  async function readList(previous: SnapshotState | null, signal?: AbortSignal): Promise<DeviceList> {
    if (previous?.revision !== undefined) {
      try {
        return await client.listDevices({ since: previous.revision }, { signal })
      } catch (error) {
        if (!(error instanceof UpstreamError && error.upstreamStatus === 410)) throw error
      }
    }
    const etag = previous?.revision === undefined ? previous?.etag : undefined
    return client.listDevices({ etag }, { signal, timeoutMs: FULL_LIST_TIMEOUT_MS })
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

  async function* readNow(full: boolean, signal?: AbortSignal): AsyncGenerator<SnapshotItem> {
    const previous = full ? null : state
    // The list decides; without usage or org status those parts are unknown, and said to be.
    const [list, usage, org] = await Promise.all([
      readList(previous, signal),
      client.usage({ signal }).catch(() => undefined),
      readOrg(signal),
    ])
    const change =
      list.notModified && previous
        ? {
            full: false,
            upserts: [],
            removed: [],
            count: previous.fingerprints.size,
            faults: previous.faults,
            commit: () => previous,
          }
        : compareSnapshot(previous, list)
    yield { kind: 'start', full: change.full }
    for (let from = 0; from < Math.max(change.upserts.length, change.removed.length); from += CHUNK_DEVICES_MAX) {
      const to = from + CHUNK_DEVICES_MAX
      yield { kind: 'chunk', upserts: change.upserts.slice(from, to), removed: change.removed.slice(from, to) }
    }
    yield {
      kind: 'summary',
      readAt: list.receivedAt,
      full: change.full,
      unchanged: !change.full && change.upserts.length === 0 && change.removed.length === 0,
      authorityNow: list.now ?? org?.now,
      revision: list.revision ?? previous?.revision,
      usage,
      org,
      count: change.count,
      faults: change.faults,
      duplicates: list.duplicates,
    }
    state = change.commit()
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
    close: async () => {
      state = null
    },
  }
}
