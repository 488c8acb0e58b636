/** Views of the devices that people keep: each a name for a selector, of one person or of all. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table saved_views (
    id text primary key, org_id text not null references orgs(id), user_id text not null, name text not null,
    selector text not null, shared integer not null, version integer not null, created_at bigint not null)`,
  'create index saved_views_by_org on saved_views (org_id, shared)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
