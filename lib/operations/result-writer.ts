import { setTimeout as delay } from 'node:timers/promises'
import type { CallResult } from './calls/call-devices'
import type { OperationRun } from './calls/operation-run'
import { writeResults } from './write-results'

/** Answers of calls that were sent together come together: one transaction, with one wait for the disk, writes them all. */
const TOGETHER_MS = 12

export type ResultWriter = {
  /** Takes the answers of a slice. */
  take: (results: readonly CallResult[]) => void
  /** Resolves when all that was taken is written down; rejects with the fault when it could not be. */
  end: () => Promise<void>
}

/** `slices`: how many there will be. */
export function createResultWriter(job: OperationRun, slices: number): ResultWriter {
  let waiting: CallResult[] = []
  let fault: { error: unknown } | null = null
  let writing: Promise<void> | null = null

  /** Ends in the same turn in which it finds nothing left: what is taken later begins it anew. */
  async function writeAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        if (slices > 1) await delay(TOGETHER_MS)
        const taken = waiting
        waiting = []
        await writeResults(job, taken)
      }
    } catch (error) {
      fault = { error }
    } finally {
      writing = null
    }
  }

  return {
    take(results) {
      for (const result of results) waiting.push(result)
      if (waiting.length > 0) writing ??= writeAll()
    },
    async end() {
      await writing
      if (fault) throw fault.error
    },
  }
}
