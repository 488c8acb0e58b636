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
    const state = await stateOf(db, migrations)
    if (state === 'current' || state === 'later, but fit') return
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

type State = 'current' | 'later, but fit' | 'to be brought up to date, or refused'

async function stateOf(db: Kysely<Database>, migrations: Record<string, Migration>): Promise<State> {
  const steps = await stepsOf(db)
  const isKnown = (step: string) => step in migrations
  if (steps?.run.every(isKnown) && Object.keys(migrations).every((step) => steps.run.includes(step)) && steps.floor)
    return 'current'
  const isFit = steps?.floor !== undefined && isKnown(steps.floor) && steps.run.includes(steps.floor)
  return isFit && !steps.run.every(isKnown) ? 'later, but fit' : 'to be brought up to date, or refused'
}

/** The steps that were run, and the floor; undefined where there are no such tables yet. */
async function stepsOf(db: Kysely<Database>): Promise<{ run: string[]; floor: string | undefined } | undefined> {
  const migrated = db as unknown as Kysely<{ kysely_migration: { name: string } }>
  try {
    const run = await migrated.selectFrom('kysely_migration').select('name').execute()
    const floor = await db.selectFrom('schema_floor').select('step').executeTakeFirst()
    return { run: run.map(({ name }) => name), floor: floor?.step }
  } catch {
    // What else is wrong shows when the steps are run.
    return undefined
  }
}

async function raiseFloor(db: Kysely<Database>, step: string): Promise<void> {
  const known = (await db.selectFrom('schema_floor').select('step').executeTakeFirst())?.step
  if (known !== undefined && known >= step) return
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('schema_floor').execute()
    await tx.insertInto('schema_floor').values({ step }).execute()
  })
}
