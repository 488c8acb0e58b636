import { join } from 'node:path'
import { Secret } from '@/lib/domain/secret'
import { createKeyVault, type KeyVault } from '@/lib/orgs/key-vault'
import { openStore } from '@/lib/store/open/open-store'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import { sealedBefore } from './sealed-before'

/** Encryption keys; each begins with a word that must never be printed. */
export const OLD_KEY = 'canary-old-encryption-key-0123456789'
export const NEW_KEY = 'canary-new-encryption-key-0123456789'
export const OTHER_KEY = 'canary-other-encryption-key-012345678'

export const orgKeyOf = (slug: string): string => `org_canary_of_${slug}_0123456789`
export const databaseOf = (folder: string): string => join(folder, 'console.db')
export const vaultOf = (first: string, ...older: string[]): KeyVault =>
  createKeyVault(new Secret(first), ...older.map((key) => new Secret(key)))

/** Orgs `org-000` and on; every second text is sealed in the form of before. @returns their slugs. */
export async function insertSealedOrgs(
  db: Db,
  count: number,
  encryptionKey: string,
  baseUrl = 'embedded',
): Promise<string[]> {
  const slugs = Array.from({ length: count }, (_, index) => `org-${String(index).padStart(3, '0')}`)
  const vault = vaultOf(encryptionKey)
  for (const [index, slug] of slugs.entries()) {
    const id = `id-of-${slug}`
    await insertOrg(db, { id, slug, name: slug, base_url: baseUrl, id_pattern: '{env}', paths: '{}', created_at: 0 })
    const sealed =
      index % 2 === 0 ? sealedBefore(encryptionKey, id, orgKeyOf(slug)) : vault.seal(id, new Secret(orgKeyOf(slug)))
    await putOrgKey(db, id, sealed, 7)
  }
  return slugs
}

/** A console's database with that many orgs, closed. */
export async function makeSealedDatabase(folder: string, count: number, encryptionKey: string): Promise<string[]> {
  const store = await openStore(databaseOf(folder))
  const slugs = await insertSealedOrgs(store.db, count, encryptionKey)
  await store.close()
  return slugs
}

/** What is wrong with the org keys of a database, in words: each org must have its own key, and nothing else. */
export async function keyFaults(folder: string, slugs: readonly string[], vault: KeyVault): Promise<string[]> {
  const rows = await readSealedOrgKeys(databaseOf(folder))
  const opened = new Map(
    rows.map(({ slug, org_id, ciphertext }) => {
      try {
        return [slug, vault.open(org_id, ciphertext).reveal()]
      } catch {
        return [slug, 'does not open']
      }
    }),
  )
  return slugs.flatMap((slug) =>
    opened.get(slug) === orgKeyOf(slug) ? [] : [`${slug}: ${opened.get(slug) ?? 'has no key'}`],
  )
}
