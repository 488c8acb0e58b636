/**
 * Readers whose fetching, parsing, comparing and sorting happen in one worker thread for all orgs. The main thread parses at
 * most one chunk at a time and lets everything else run between two. When the worker dies its readings fail, the next one
 * starts a new worker, and that reading is a full one, because the new worker remembers nothing.
 */
import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { AppError, UpstreamError } from '@/lib/domain/errors'
import type { Secret } from '@/lib/domain/secret'
import { DeviceRecords } from './device-records'
import { createMailbox, type Mailbox } from './mailbox'
import type { SnapshotChunk, SnapshotItem, SnapshotReader } from './snapshot'
import type { FaultData, FromWorker, ToWorker } from './worker-protocol'

export type WorkerTarget = { baseUrl: string; orgKey: Secret; paths?: Record<string, string | undefined> }

export type WorkerReaders = {
  /** A reader of one org; nothing is sent before its first `read`. */
  open(target: WorkerTarget): SnapshotReader
  close(): Promise<void>
}

type Running = { worker: Worker; opened: Set<number>; mailboxes: Map<number, Mailbox<FromWorker>> }

/** What it reads is garbage a moment later: room for more of it would only stay with the process. */
const LIMITS = { maxYoungGenerationSizeMb: 12 }

const DEFAULT_PATH = './dist/snapshot-worker.mjs'

/** `workerPath` is the bundled worker: absolute, or from the working directory when it begins with a dot. */
export function createWorkerReaders({ workerPath = DEFAULT_PATH }: { workerPath?: string } = {}): WorkerReaders {
  let running: Running | null = null
  let ids = 0

  function start(): Running {
    // No environment: the worker needs none, and secrets live there.
    // Asked for in a way that the web framework's bundler cannot follow: the worker has been bundled already.
    const threads = process.getBuiltinModule('node:worker_threads')
    const worker = new threads.Worker(workerPath, { name: 'snapshot-worker', env: {}, resourceLimits: LIMITS })
    const started: Running = { worker, opened: new Set(), mailboxes: new Map() }
    const died = (why: string) => {
      if (running === started) running = null
      const error = new AppError(
        'internal',
        `The thread that reads the authority ended (${why}); it is started again at the next reading.`,
      )
      for (const mailbox of started.mailboxes.values()) mailbox.fail(error)
    }
    worker.on('message', (message: FromWorker) => started.mailboxes.get(message.readId)?.put(message))
    worker.on('error', (error) => died('code' in error ? String(error.code) : error.name))
    worker.on('exit', (code) => died(`exit ${code}`))
    worker.unref()
    return started
  }

  async function* read(
    readerId: number,
    { baseUrl, orgKey, paths }: WorkerTarget,
    full: boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<SnapshotItem> {
    running ??= start()
    const { worker, opened, mailboxes } = running
    const post = (message: ToWorker) => worker.postMessage(message)
    const readId = ++ids
    const mailbox = createMailbox<FromWorker>()
    mailboxes.set(readId, mailbox)
    const abort = () => {
      post({ kind: 'abort', readId })
      mailbox.fail(new UpstreamError('upstream-unavailable', 'The reading was given up.'))
    }
    let finished = false
    try {
      if (!opened.has(readerId)) post({ kind: 'open', readerId, target: { baseUrl, orgKey: orgKey.reveal(), paths } })
      opened.add(readerId)
      post({ kind: 'read', readerId, readId, full })
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort, { once: true })
      for (;;) {
        const message = await mailbox.take()
        if (message.kind === 'done' || message.kind === 'fault') finished = true
        if (message.kind === 'done') return
        if (message.kind === 'fault') throw faultFrom(message.fault)
        yield message.kind === 'item' ? message.item : chunkFrom(message)
        await setImmediate()
        post({ kind: 'next', readId })
      }
    } finally {
      signal?.removeEventListener('abort', abort)
      mailboxes.delete(readId)
      if (!finished) post({ kind: 'abort', readId })
    }
  }

  return {
    open(target) {
      const readerId = ++ids
      return {
        read: ({ signal, full = false } = {}) => read(readerId, target, full, signal),
        close: async () => {
          if (running?.opened.delete(readerId))
            running.worker.postMessage({ kind: 'close', readerId } satisfies ToWorker)
        },
      }
    },
    async close() {
      const last = running
      running = null
      await last?.worker.terminate()
    },
  }
}

const chunkFrom = ({ records, removed }: FromWorker & { kind: 'chunk' }): SnapshotChunk => ({
  kind: 'chunk',
  upserts: new DeviceRecords(records),
  removed,
})

function faultFrom(fault: FaultData | null): AppError {
  if (!fault) return new AppError('internal', 'Reading the authority failed in the console.')
  const { code, detail, ...data } = fault
  return new UpstreamError(code as ConstructorParameters<typeof UpstreamError>[0], detail, data)
}
