/** Orgs and their keys (ciphertext only; `lib/orgs/key-vault` seals and opens it). */

import type { Insertable } from 'kysely'
import type { Db } from './rows/db'
import type { OrgRow } from './rows/schema'

export const listOrgs = (db: Db) => db.selectFrom('orgs').selectAll().orderBy('slug').execute()

export const findOrgBySlug = (db: Db, slug: string) =>
  db.selectFrom('orgs').selectAll().where('slug', '=', slug).executeTakeFirst()

export const insertOrg = (db: Db, row: Insertable<OrgRow>) => db.insertInto('orgs').values(row).execute()

export const updateOrg = (
  db: Db,
  id: string,
  change: Partial<Pick<OrgRow, 'name' | 'id_pattern' | 'runbook' | 'contact'>>,
) => db.updateTable('orgs').set(change).where('id', '=', id).execute()

export const findOrgKey = (db: Db, orgId: string) =>
  db.selectFrom('org_keys').selectAll().where('org_id', '=', orgId).executeTakeFirst()

export const putOrgKey = (db: Db, orgId: string, ciphertext: string, now: number) =>
  db
    .insertInto('org_keys')
    .values({ org_id: orgId, ciphertext, updated_at: now })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ ciphertext, updated_at: now }))
    .execute()
