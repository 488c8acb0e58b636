/** A thread with one connection to the database. Bundled to `dist/store-worker.mjs`; started by `worker-connection.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { createIdleCheckpoint } from './idle-checkpoint'
import { type OpenMode, openFile } from './open-file'
import { createStatementRunner } from './run-statement'
import { type FromStoreWorker, ROWS_PER_MESSAGE, type ToStoreWorker } from './worker-protocol'

type Rest = { columns: string[]; rows: unknown[][]; changes: number; from: number }

function serve(port: NonNullable<typeof parentPort>, { path, mode }: { path: string; mode: OpenMode }): void {
  const sqlite = open(path, mode)
  const run = createStatementRunner(sqlite)
  const putOffCheckpoint = mode === 'write' ? createIdleCheckpoint(sqlite) : () => {}
  const unsent = new Map<number, Rest>()
  const post = (message: FromStoreWorker) => port.postMessage(message)

  function send(id: number, { columns, rows, changes, from }: Rest): void {
    const until = from + ROWS_PER_MESSAGE
    const more = until < rows.length
    if (more) unsent.set(id, { columns, rows, changes, from: until })
    else unsent.delete(id)
    post({ kind: 'rows', id, columns, rows: rows.slice(from, until), changes, more })
  }

  port.on('message', (message: ToStoreWorker) => {
    putOffCheckpoint()
    if (message.kind === 'close') {
      sqlite.close()
      port.close()
    } else if (message.kind === 'next') {
      const rest = unsent.get(message.id)
      if (rest) send(message.id, rest)
    } else {
      try {
        send(message.id, { ...run(message.statement), from: 0 })
      } catch (error) {
        const { message: text, code } = error as Error & { code?: string }
        post({ kind: 'fault', id: message.id, fault: { message: text, code } })
      }
    }
  })
}

/** The driver's own errors reach another thread without their message. */
function open(path: string, mode: OpenMode): ReturnType<typeof openFile> {
  try {
    return openFile(path, mode)
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    throw Object.assign(new Error(message), { code })
  }
}

if (parentPort) serve(parentPort, workerData)
