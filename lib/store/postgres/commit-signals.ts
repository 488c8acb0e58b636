/**
 * A signal with each commit that wrote into the record, from PostgreSQL to every console that listens. One that is lost, as while the
 * connection is away, is no harm: those who wait for it look now and then by themselves.
 */
import { Client, type ClientConfig } from 'pg'

const CHANNEL = 'machineid_console'
const AGAIN_MS = 1_000

export const SIGNAL_STATEMENT = `select pg_notify('${CHANNEL}', '')`

export type CommitSignals = {
  /** @returns what ends it. */
  onCommit: (listener: () => void) => () => void
  /** Whether signals come now. */
  isListening: () => boolean
  close: () => Promise<void>
}

/** The connection is made with the first listener. */
export function createCommitSignals(config: ClientConfig): CommitSignals {
  const listeners = new Set<() => void>()
  let client: Client | undefined
  let isListening = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  const signal = () => {
    for (const listener of listeners) listener()
  }

  async function listen(): Promise<void> {
    const own = new Client({ ...config, pipeline: false })
    client = own
    let isOver = false
    const lost = () => {
      if (isOver) return
      isOver = true
      isListening = false
      own.end().catch(() => undefined)
      if (isClosed) return
      timer = setTimeout(() => void listen(), AGAIN_MS)
      timer.unref()
    }
    own.on('error', lost).on('end', lost).on('notification', signal)
    try {
      await own.connect()
      await own.query(`listen ${CHANNEL}`)
      isListening = true
      // What was committed before is not signalled.
      signal()
    } catch {
      lost()
    }
  }

  return {
    onCommit(listener) {
      listeners.add(listener)
      if (!client && !isClosed) void listen()
      return () => void listeners.delete(listener)
    },
    isListening: () => isListening,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
