/** Holds that keep a device stopped now are a few among all that ever were. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'create index holds_live on holds (org_id, device_id) where released_at is null',
  'drop index holds_by_device',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
