/**
 * Opens the console's store. A newer schema, a file that is no database, or a server that could lose what it acknowledged, is refused
 * with a sentence; nothing is ever started over by itself.
 */
import type { Store } from '../rows/db'
import { openPostgresStore, type PostgresOptions } from './open-postgres-store'
import { openSqliteStore } from './open-sqlite-store'
import type { StoreLocation } from './store-location'

/** How long a stop waits for its row before it is sent without it, in ms. */
export const STORE_WAIT_MS = 200

/**
 * Of SQLite. `threads`: each connection has a thread of its own; else one connection in this thread does both. `mayBeFull`: as in
 * `SqliteOptions`.
 */
export type StoreOptions = PostgresOptions & { threads?: boolean; mayBeFull?: boolean }

/**
 * @param options.now the console's clock, epoch ms.
 * @throws AppError `internal` with what to do.
 */
export const openStore = (
  location: StoreLocation,
  { threads = false, mayBeFull, ...options }: StoreOptions = {},
): Promise<Store> =>
  typeof location === 'string'
    ? openSqliteStore(location, { threads, now: options.now, mayBeFull })
    : openPostgresStore(location, options)
