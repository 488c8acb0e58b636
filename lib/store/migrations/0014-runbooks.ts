/** What an org shows on its stop page: what to do there, and whom to call. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = ['alter table orgs add column runbook text', 'alter table orgs add column contact text']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
