import { AppError } from '@/lib/domain/errors'
import { findOrgBySlug, findOrgKey } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import type { OrgRow } from '@/lib/store/rows/schema'

/** The org of an address. @throws AppError `not-found` for one that never was, and for one that was removed. */
export async function requireOrg(db: Db, slug: string): Promise<OrgRow> {
  const org = await findOrgBySlug(db, slug)
  if (!org || !(await findOrgKey(db, org.id))) throw new AppError('not-found', `There is no org "${slug}".`)
  return org
}
