import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Client } from 'pg'

/** A connection that is used by one reader alone, as the pool that Kysely wants. */
export function oneClientPool(client: Client): PostgresPool {
  const only: PostgresPoolClient = {
    query: ((text: string, values: unknown[]) => client.query(text, values)) as unknown as PostgresPoolClient['query'],
    release: () => undefined,
  }
  return { connect: async () => only, end: () => client.end() }
}
