/**
 * People and orgs from the console: who may add orgs, invitations, and from which device a session came.
 *
 * On a deployment that has people already, its first admin is the one who may add orgs: the account that the first start made.
 * Orgs whose address is that of a page from now on get `-org` behind their name.
 */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  'alter table users add column deployment_admin_since bigint',
  'alter table sessions add column device text',
  `create table invitations (
    id text primary key, org_id text not null references orgs(id), email text not null, role text not null,
    code_digest text not null unique, created_at bigint not null, expires_at bigint not null, invited_by text not null,
    invited_by_name text not null, accepted_at bigint, revoked_at bigint)`,
  'create index invitations_by_org on invitations (org_id, created_at)',
  `update users set deployment_admin_since = created_at where id = (
    select users.id from users join memberships on memberships.user_id = users.id
    where memberships.role = 'admin' order by users.created_at, users.id limit 1)`,
]

/** Pages of the console from this version on. */
const NEW_PAGES = ['orgs', 'account', 'invitation']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  for (const page of NEW_PAGES)
    await sql`update orgs set slug = ${await freeSlug(db, page)} where slug = ${page}`.execute(db)
}

async function freeSlug(db: Kysely<unknown>, page: string): Promise<string> {
  const { rows } = await sql<{ slug: string }>`select slug from orgs`.execute(db)
  const taken = new Set(rows.map(({ slug }) => slug))
  let slug = `${page}-org`
  for (let number = 2; taken.has(slug); number++) slug = `${page}-org-${number}`
  return slug
}
