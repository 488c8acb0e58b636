import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { type EvidenceBatch, type EvidenceWorkerData, evidenceWorker } from './evidence-worker'

/** Where evidence goes. `write` resolves once it is on disk and rejects when it is not. One write at a time. */
export type EvidenceSink = { write(batch: EvidenceBatch): Promise<void>; close(): Promise<void> }

/** For an authority that lives in memory only: there is nothing to keep. */
export const noEvidenceSink: EvidenceSink = { write: async () => undefined, close: async () => undefined }

/** Starts the writing thread on an evidence file whose schema is in place. */
export function startEvidenceWriter(file: string): EvidenceSink {
  const sqlitePath = createRequire(import.meta.url).resolve('better-sqlite3')
  const source = `const { parentPort, workerData } = require('node:worker_threads');
(${evidenceWorker.toString()})(parentPort, workerData, require)`
  const workerData: EvidenceWorkerData = { sqlitePath, file }
  const worker = new Worker(source, { eval: true, workerData })
  let fault: Error | null = null
  worker.on('error', (error) => {
    fault = error
  })
  const answer = async () => {
    if (fault) throw fault
    const waiting = new AbortController()
    const { signal } = waiting
    const ended = once(worker, 'exit', { signal }).then(() => ['the evidence writer has ended'])
    try {
      const [message] = await Promise.race([once(worker, 'message', { signal }), ended])
      if (typeof message === 'string' && message !== 'closed') throw new Error(message)
    } finally {
      ended.catch(() => undefined)
      waiting.abort()
    }
  }
  return {
    write: (batch) => {
      const written = answer()
      worker.postMessage(batch, [batch.bytes.buffer])
      return written
    },
    close: async () => {
      const closed = answer()
      worker.postMessage('close')
      await closed
      await worker.terminate()
    },
  }
}
