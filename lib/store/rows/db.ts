/** The handles of the store: what every query is given. */
import type { Kysely } from 'kysely'
import type { Database } from './schema'

export type Store = {
  /** Writes, transactions, and reads inside them. */
  db: Db
  /** Reads of what was committed. They never wait for a write. */
  reads: Db
  /** The row of this program in `writers`; null where no other console can have the store open. */
  writerId: string | null
  /** Calls it soon after a commit that wrote into the record, of this program or of another; never where this one is alone. @returns what ends it. */
  onCommit: (listener: () => void) => () => void
  /** Size of the database in bytes. */
  bytes: () => Promise<number>
  /** Reads as they were at one moment, on a connection of their own, whatever is written meanwhile. */
  frozen: <Result>(read: (db: Db) => Promise<Result>) => Promise<Result>
  /** Rejects when the store cannot be read. */
  readable: () => Promise<void>
  /** Rejects when the store cannot be written, a full disk included: it writes a row and syncs it. */
  writable: () => Promise<void>
  close: () => Promise<void>
}

/** Any handle that can run queries: the store's own, or a transaction of it. */
export type Db = Kysely<Database>
