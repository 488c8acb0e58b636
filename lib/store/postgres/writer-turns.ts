/**
 * One connection for writing, which its callers take in turns, as they take SQLite's. A connection that broke is replaced at the
 * next turn.
 */
import { Client, type ClientConfig } from 'pg'

export type WriterTurn = { client: Client; end: () => void }

export type WriterTurns = {
  /** The next turn. @throws what the server or the network said, if there is no connection to be had. */
  take: () => Promise<WriterTurn>
  /** A new connection in the place of one that broke during a turn. */
  replace: () => Promise<Client>
  close: () => Promise<void>
}

/** @param prepare runs on each new connection before it is used; its fault is that of the connection. */
export function createWriterTurns(config: ClientConfig, prepare: (client: Client) => Promise<void>): WriterTurns {
  let turn: Promise<void> = Promise.resolve()
  let current: Client | undefined
  let isClosed = false

  async function connect(): Promise<Client> {
    const client = new Client(config)
    const forget = () => {
      if (current === client) current = undefined
    }
    // A connection that breaks between turns is no fault: the next turn has another.
    client.on('error', forget)
    client.on('end', forget)
    try {
      await client.connect()
      await prepare(client)
    } catch (error) {
      client.end().catch(() => undefined)
      throw error
    }
    current = client
    return client
  }

  return {
    async take() {
      const before = turn
      let end = () => {}
      turn = new Promise((resolve) => {
        end = resolve
      })
      await before
      try {
        if (isClosed) throw new Error('the store is closed')
        return { client: current ?? (await connect()), end }
      } catch (error) {
        end()
        throw error
      }
    },
    async replace() {
      const broken = current
      current = undefined
      broken?.end().catch(() => undefined)
      return connect()
    },
    async close() {
      const before = turn
      isClosed = true
      await before
      const last = current
      current = undefined
      await last?.end()
    },
  }
}
