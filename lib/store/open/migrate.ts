import { type Kysely, type Migration, Migrator } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import type { Database } from '../rows/schema'

/**
 * Brings the schema up to date. If two consoles start at once, one waits for the other.
 * @param what the database, as its messages name it.
 * @throws AppError `internal` with what to do; the schema is then as it was.
 */
export async function migrate(
  db: Kysely<Database>,
  migrations: Record<string, Migration>,
  what: string,
): Promise<void> {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  if (!error) return
  await db.destroy()
  const why = error instanceof Error ? error.message : String(error)
  throw new AppError(
    'internal',
    `The console's database ${what} has a schema that this version does not know (${why}). Start the version that wrote it, or restore an older backup.`,
    { cause: error },
  )
}
