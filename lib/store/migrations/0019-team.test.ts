import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RESERVED_SLUGS } from '@/lib/domain/people/org-slug'
import { sqliteDialect } from '../sqlite/dialect'
import { openLocalConnection } from '../sqlite/local-connection'
import { up as main } from './0001-main'
import { up as team } from './0019-team'

let db: Kysely<unknown>
beforeEach(async () => {
  db = new Kysely({ dialect: sqliteDialect(openLocalConnection(':memory:', 'write'), { shared: false }) })
  await main(db)
})
afterEach(() => db.destroy())

const person = (id: string, at: number) =>
  sql`insert into users (id, email, name, password_hash, created_at) values (${id}, ${id}, ${id}, '', ${at})`.execute(
    db,
  )
const org = (id: string, slug: string) =>
  sql`insert into orgs (id, slug, name, base_url, id_pattern, paths, created_at)
    values (${id}, ${slug}, ${slug}, 'embedded', '{role}', '{}', 0)`.execute(db)
const role = (orgId: string, userId: string, held: string) =>
  sql`insert into memberships (org_id, user_id, role) values (${orgId}, ${userId}, ${held})`.execute(db)

it('the first admin of a deployment may add orgs, and no other person', async () => {
  await org('a', 'main')
  for (const [id, at] of [
    ['viewer', 1],
    ['second', 3],
    ['first', 2],
  ] as const)
    await person(id, at)
  await role('a', 'viewer', 'viewer')
  await role('a', 'second', 'admin')
  await role('a', 'first', 'admin')
  await team(db)
  const { rows } = await sql`select id, deployment_admin_since from users order by id`.execute(db)
  expect(rows).toEqual([
    { id: 'first', deployment_admin_since: 2 },
    { id: 'second', deployment_admin_since: null },
    { id: 'viewer', deployment_admin_since: null },
  ])
})

it('an org whose address is that of a new page is reached under another', async () => {
  await org('a', 'orgs')
  await org('b', 'orgs-org')
  await org('c', 'account')
  await org('d', 'main')
  await team(db)
  const { rows } = await sql`select id, slug from orgs order by id`.execute(db)
  expect(rows).toEqual([
    { id: 'a', slug: 'orgs-org-2' },
    { id: 'b', slug: 'orgs-org' },
    { id: 'c', slug: 'account-org' },
    { id: 'd', slug: 'main' },
  ])
  expect(RESERVED_SLUGS).toEqual(expect.arrayContaining(['orgs', 'account', 'invitation']))
})
