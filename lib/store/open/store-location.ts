import type { PostgresLocation } from '../postgres/postgres-location'

/** Where the store is: the path of an SQLite file (`:memory:` for tests), or a PostgreSQL database. */
export type StoreLocation = string | PostgresLocation

/** For messages; no password. */
export const nameOfStore = (location: StoreLocation): string =>
  typeof location === 'string' ? location : `"${location.database}" at ${location.host}:${location.port}`
