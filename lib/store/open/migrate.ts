import { type Kysely, type Migration, Migrator } from 'kysely'
import { AppError } from '@/lib/domain/errors'
import type { Database } from '../rows/schema'
import { SCHEMA_FLOOR } from './migrations'

/**
 * Brings the schema up to date. If two consoles start at once, one waits for the other. A schema that a later version made is left as
 * it is, and is worked with if that version says so: while consoles are replaced one by one, both versions run.
 * @param what the database, as its messages name it.
 * @throws AppError `internal` with what to do; the schema is then as it was.
 */
export async function migrate(
  db: Kysely<Database>,
  migrations: Record<string, Migration>,
  what: string,
  floor: string = SCHEMA_FLOOR,
): Promise<void> {
  try {
    if (await isLaterButFit(db, migrations)) return
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
    if (error) throw error
    await raiseFloor(db, floor)
  } catch (cause) {
    await db.destroy()
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AppError(
      'internal',
      `The console's database ${what} has a schema that this version does not know (${why}). Start the version that wrote it, or restore an older backup.`,
      { cause },
    )
  }
}

/** True if it has steps that are unknown here, and is said to be usable without them. */
async function isLaterButFit(db: Kysely<Database>, migrations: Record<string, Migration>): Promise<boolean> {
  const tables = new Set((await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name))
  if (!tables.has('kysely_migration') || !tables.has('schema_floor')) return false
  const run = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  if (run.every(({ name }) => name in migrations)) return false
  const floor = (await db.selectFrom('schema_floor').select('step').executeTakeFirst())?.step
  return floor !== undefined && floor in migrations && run.some(({ name }) => name === floor)
}

async function raiseFloor(db: Kysely<Database>, step: string): Promise<void> {
  const known = (await db.selectFrom('schema_floor').select('step').executeTakeFirst())?.step
  if (known !== undefined && known >= step) return
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('schema_floor').execute()
    await tx.insertInto('schema_floor').values({ step }).execute()
  })
}
