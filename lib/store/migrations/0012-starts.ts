/** An index for what one person did lately, over all orgs: it decides what starting agents again requires. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create index audit_events_by_user_time on audit_events (user_id, at)').execute(db)
}
