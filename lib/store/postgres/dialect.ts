/** Kysely over PostgreSQL: its own compiler and introspector, our drivers. */
import { type Dialect, type Driver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { NamedFaults } from './named-faults'

class Adapter extends PostgresAdapter {
  readonly engine = 'postgres'

  // A migration writes, and so it has the lock of writers: a second lock would be taken in another order.
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

export const postgresDialect = (driver: Driver): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new NamedFaults(driver),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})
