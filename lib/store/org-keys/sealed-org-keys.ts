import type { Db } from '../rows/db'

/** One sealed org key and whose it is. */
export type SealedOrgKey = { org_id: string; slug: string; ciphertext: string }

export const listSealedOrgKeys = (db: Db): Promise<SealedOrgKey[]> =>
  db
    .selectFrom('org_keys')
    .innerJoin('orgs', 'orgs.id', 'org_keys.org_id')
    .select(['org_keys.org_id', 'orgs.slug', 'org_keys.ciphertext'])
    .orderBy('orgs.slug')
    .execute()

/**
 * Puts the same org key under another seal; when the key itself was changed stays as it is.
 * @returns whether the row still held `from`: a key that was replaced meanwhile is left alone.
 */
export async function swapSeal(db: Db, orgId: string, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('org_keys')
    .set({ ciphertext: to })
    .where('org_id', '=', orgId)
    .where('ciphertext', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
