/** The worker thread that reads every org's fleet. Bundled to `dist/snapshot-worker.mjs`; started by `worker-reader.ts`. */
import { getPriority, setPriority } from 'node:os'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import type { MachineIdClient } from '../client'
import { createMachineIdClient } from '../create-client'
import type { SnapshotReader } from './snapshot'
import { createSnapshotReader } from './snapshot-reader'
import type { FaultData, FromWorker, ReaderTarget, ToWorker } from './worker-protocol'

type Open = { client: MachineIdClient; reader: SnapshotReader }
/** `untaken`: items sent that the main thread has not taken yet. */
type Reading = { abort: AbortController; untaken: number; next: () => void }

/** One is made while the main thread takes the one before. */
const AHEAD = 1

function openReader({ baseUrl, orgKey, paths }: ReaderTarget): Open {
  const client = createMachineIdClient({ baseUrl, orgKey: new Secret(orgKey), paths })
  return { client, reader: createSnapshotReader(client) }
}

/** What of an error may leave the worker; null for one that is none of the authority's. */
function faultOf(error: unknown): FaultData | null {
  if (!(error instanceof UpstreamError)) return null
  const { code, detail, upstreamStatus, upstreamCode, upstreamRequestId, retryAfterMs } = error
  return { code, detail, upstreamStatus, upstreamCode, upstreamRequestId, retryAfterMs }
}

function serve(port: MessagePort): void {
  const readers = new Map<number, Open>()
  const readings = new Map<number, Reading>()
  const post = (message: FromWorker, transfer?: ArrayBuffer[]) => port.postMessage(message, transfer)

  async function read(readId: number, reader: SnapshotReader, full: boolean): Promise<void> {
    const reading: Reading = { abort: new AbortController(), untaken: 0, next: () => {} }
    readings.set(readId, reading)
    try {
      for await (const item of reader.read({ full, signal: reading.abort.signal })) {
        if (item.kind === 'chunk') {
          const { bytes: records } = item.upserts
          post({ kind: 'chunk', readId, records, removed: item.removed }, [records.buffer])
        } else post({ kind: 'item', readId, item })
        reading.untaken += 1
        // Broken off: leave before the reader takes this reading for one that arrived.
        if (!(await untilTaken(reading, item.kind === 'summary' ? 0 : AHEAD))) return
      }
      post({ kind: 'done', readId })
    } catch (error) {
      post({ kind: 'fault', readId, fault: faultOf(error) })
    } finally {
      readings.delete(readId)
    }
  }

  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'open':
        readers.set(message.readerId, openReader(message.target))
        break
      case 'close': {
        const open = readers.get(message.readerId)
        readers.delete(message.readerId)
        void open?.client.close()
        break
      }
      case 'read': {
        const open = readers.get(message.readerId)
        if (open) void read(message.readId, open.reader, message.full)
        else post({ kind: 'fault', readId: message.readId, fault: null })
        break
      }
      case 'next':
        takeOne(readings.get(message.readId))
        break
      case 'abort': {
        const reading = readings.get(message.readId)
        reading?.abort.abort()
        reading?.next()
      }
    }
  })
}

/** @returns false when the reading was broken off. */
async function untilTaken(reading: Reading, untakenMax: number): Promise<boolean> {
  while (reading.untaken > untakenMax && !reading.abort.signal.aborted)
    await new Promise<void>((resolve) => {
      reading.next = resolve
    })
  return !reading.abort.signal.aborted
}

function takeOne(reading: Reading | undefined): void {
  if (!reading) return
  reading.untaken -= 1
  reading.next()
}

/**
 * Where processors are few, the loop that answers `/stop` goes before the thread that reads lists. On Linux this is the
 * priority of the calling thread alone; elsewhere it would be the whole process's.
 */
const NICE = 5
const LOWEST_PRIORITY = 19

function stepBack(): void {
  try {
    if (process.platform === 'linux') setPriority(Math.min(getPriority() + NICE, LOWEST_PRIORITY))
  } catch {
    // Not allowed here: nothing but a little courtesy is lost.
  }
}

if (parentPort) {
  stepBack()
  serve(parentPort)
}
