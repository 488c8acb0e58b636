/**
 * Seals each org key anew with the first encryption key, while a console may be running on the same database. One transaction per org
 * reads the row, swaps its text and records it: wherever this ends, each row holds the old text or the new one.
 */
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import type { KeyVault } from '@/lib/orgs/key-vault'
import { listSealedOrgKeys, type SealedOrgKey, swapSeal } from '@/lib/store/org-keys/sealed-org-keys'
import { findOrgKey } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'

export type Resealing = {
  db: Db
  vault: KeyVault
  /** Epoch ms. */
  now: () => number
  /** After each row: how many are done of those that had to be. */
  onProgress: (done: number, of: number) => void
}

/** A row that changes hands again and again is left for the next run. */
const PASSES_MAX = 5

/** How often a row is tried while another program holds the database; each try waits until the store gives up, some seconds. */
const TRIES_MAX = 30

/**
 * Goes over the rows until none is left that an older key opens; what opens with no key is left as it is.
 * @returns how many were sealed anew. @throws the fault of the store; everything before it is kept.
 */
export async function resealOrgKeys(given: Resealing): Promise<number> {
  let done = 0
  // A console that was not restarted yet goes on sealing with the older key.
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const rows = (await listSealedOrgKeys(given.db)).filter((row) => isOlder(given.vault, row))
    if (rows.length === 0) break
    const of = done + rows.length
    for (const row of rows) {
      if (await whileBusy(() => resealOne(given, row))) done += 1
      given.onProgress(done, of)
    }
  }
  return done
}

const isOlder = (vault: KeyVault, { org_id, ciphertext }: SealedOrgKey): boolean =>
  vault.examine(org_id, ciphertext).state === 'older'

/** Another program holds the database, or a connection to it broke. */
const BUSY = ['SQLITE_BUSY', 'POSTGRES_AWAY']

/** A console under load may hold the database for longer than one statement waits. */
async function whileBusy<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      if (!BUSY.includes((error as { code?: string }).code ?? '') || tries >= TRIES_MAX) throw error
    }
  }
}

/** @returns false if the row needs it no more: its key was replaced, or the org removed. */
const resealOne = ({ db, vault, now }: Resealing, { org_id: orgId, slug }: SealedOrgKey): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const row = await findOrgKey(tx, orgId)
    const before = row && vault.examine(orgId, row.ciphertext)
    if (!row || before?.state !== 'older') return false
    const orgKey = vault.open(orgId, row.ciphertext)
    const sealed = vault.seal(orgId, orgKey)
    // What replaces the only copy of a key is opened before it does.
    if (vault.open(orgId, sealed).reveal() !== orgKey.reveal())
      throw new AppError(
        'internal',
        `The org key of ${slug} does not open once it is sealed anew. It was left as it is.`,
      )
    if (!(await swapSeal(tx, orgId, row.ciphertext, sealed))) return false
    const [to] = vault.keyIds as [string]
    await record(tx, consoleOrigin(orgId, now()), 'org.key-resealed', { from: before.keyId, to })
    return true
  })
