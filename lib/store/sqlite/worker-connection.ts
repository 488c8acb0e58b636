/**
 * A connection in a thread of its own: a slow disk, another program's lock or a long statement never holds up the console's
 * event loop. If the thread ends, its open statements fail, an open transaction is lost, and the next statement
 * starts a new thread.
 */
import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { SqliteConnection, Statement, StatementResult } from './connection'
import type { OpenMode } from './open-file'
import type { FromStoreWorker, StatementFault, ToStoreWorker } from './worker-protocol'

/** From the working directory, like the other programs that are bundled beside the console. */
const WORKER_PATH = './dist/store-worker.mjs'

type Waiting = { result: StatementResult; resolve: (result: StatementResult) => void; reject: (error: Error) => void }

export function openWorkerConnection(path: string, mode: OpenMode): SqliteConnection {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let generation = 0
  let ids = 0

  function start(): Worker {
    // Asked for in a way that the web framework's bundler cannot follow. No environment: it has secrets.
    const threads = process.getBuiltinModule('node:worker_threads')
    const started = new threads.Worker(WORKER_PATH, { name: `store-${mode}`, env: {}, workerData: { path, mode } })
    generation += 1
    const died = (why: string, cause?: unknown) => {
      if (worker !== started) return
      worker = undefined
      for (const { reject } of waiting.values()) reject(new Error(`the database's thread ended (${why})`, { cause }))
      waiting.clear()
    }
    started.on('message', (message: FromStoreWorker) => void take(started, message))
    started.on('error', (error) => died(error.message, error))
    started.on('exit', (code) => died(`exit ${code}`))
    started.unref()
    return started
  }

  async function take(from: Worker, message: FromStoreWorker): Promise<void> {
    const asked = waiting.get(message.id)
    if (!asked) return
    if (message.kind === 'fault') {
      settle(from, message.id)
      asked.reject(faultOf(message.fault))
      return
    }
    const { result } = asked
    result.columns = message.columns
    result.changes = message.changes
    for (const row of message.rows) result.rows.push(row)
    if (message.more) {
      // Other work gets a turn between two parts of a long answer.
      await setImmediate()
      from.postMessage({ kind: 'next', id: message.id } satisfies ToStoreWorker)
    } else {
      settle(from, message.id)
      asked.resolve(result)
    }
  }

  /** Only an open statement keeps the process alive. */
  function settle(by: Worker, id: number): void {
    waiting.delete(id)
    if (waiting.size === 0) by.unref()
  }

  return {
    generation: () => generation,
    run: (statement: Statement) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        worker.ref()
        const id = ++ids
        waiting.set(id, { result: { columns: [], rows: [], changes: 0 }, resolve, reject })
        worker.postMessage({ kind: 'run', id, statement } satisfies ToStoreWorker)
      }),
    async close() {
      const last = worker
      if (!last) return
      last.ref()
      const ended = new Promise<void>((resolve) => last.once('exit', () => resolve()))
      last.postMessage({ kind: 'close' } satisfies ToStoreWorker)
      await ended
    },
  }
}

const faultOf = ({ message, code }: StatementFault): Error => Object.assign(new Error(message), { code })
