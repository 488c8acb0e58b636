/** Notes on what selectors pick: owner, purpose, what halts, a link. */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table notes (
    id text primary key, org_id text not null references orgs(id), selector text not null, owner text not null,
    purpose text not null, halts text not null, link text not null, version integer not null, created_at bigint not null)`,
  'create index notes_by_org on notes (org_id, created_at)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}
