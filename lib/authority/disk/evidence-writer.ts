import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { type EvidenceBatch, type EvidenceMessage, type EvidenceWorkerData, evidenceWorker } from './evidence-worker'

/** Where evidence goes. `write` resolves once it is on disk and rejects when it is not. One write at a time. */
export type EvidenceSink = { write(batch: EvidenceBatch): Promise<void>; close(): Promise<void> }

/** For an authority that lives in memory only: there is nothing to keep. */
export const noEvidenceSink: EvidenceSink = { write: async () => undefined, close: async () => undefined }

/** Runs the writing thread; should it end by a fault, the next write starts another. */
export function startEvidenceWriter(file: string): EvidenceSink {
  const sqlitePath = createRequire(import.meta.url).resolve('better-sqlite3')
  const source = `const { parentPort, workerData } = require('node:worker_threads');
(${evidenceWorker.toString()})(parentPort, workerData, require)`
  const workerData: EvidenceWorkerData = { sqlitePath, file }
  const start = () => {
    const started = new Worker(source, { eval: true, workerData })
    started.on('error', () => undefined)
    started.once('exit', () => {
      if (worker === started) worker = null
    })
    return started
  }
  let worker: Worker | null = start()

  /** Sends a message and waits for the answer to it, or for the end of the thread. */
  const ask = async (message: EvidenceMessage): Promise<unknown> => {
    worker ??= start()
    const done = new AbortController()
    const { signal } = done
    try {
      const answer = Promise.race([
        once(worker, 'message', { signal }).then(([value]) => value),
        once(worker, 'exit', { signal }).then(() => 'the evidence writer has ended'),
      ])
      worker.postMessage(message)
      return await answer
    } finally {
      done.abort()
    }
  }

  return {
    write: async (batch) => {
      const fault = await ask(batch)
      if (fault !== null) throw new Error(String(fault))
    },
    close: async () => {
      await ask('close')
      await worker?.terminate()
    },
  }
}
