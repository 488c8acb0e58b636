import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'

const SLICE_MS = 2
const LOOK_EVERY = 32

/** Writes and ends a reply from pieces, at most 2 ms of work at a time; stops when the reader is gone. */
export async function writeSlices(res: ServerResponse, pieces: Iterable<string>): Promise<void> {
  const gone = new AbortController()
  const onClose = () => gone.abort()
  res.once('close', onClose)
  try {
    let slice = ''
    let count = 0
    let startedAt = performance.now()
    for (const piece of pieces) {
      slice += piece
      count += 1
      if (count % LOOK_EVERY !== 0 || performance.now() - startedAt < SLICE_MS) continue
      if (res.destroyed) return
      if (!res.write(slice)) await once(res, 'drain', { signal: gone.signal })
      await nextTurn()
      slice = ''
      startedAt = performance.now()
    }
    if (!res.destroyed) res.end(slice)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  } finally {
    res.off('close', onClose)
  }
}
