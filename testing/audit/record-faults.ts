import { generateKeyPairSync } from 'node:crypto'
import { NO_ANCHORS } from '@/lib/audit/anchors/read-anchors'
import { verifyDatabase } from '@/lib/audit/verify/verify-database'
import type { Db } from '@/lib/store/rows/db'

/**
 * What the record does not say of the rows, or says wrongly, and where it does not fit together: whatever people did, and
 * however the console ended, there is nothing of the kind. Anchors are left out of account.
 */
export async function recordFaults(db: Db): Promise<string[]> {
  const { findings } = await verifyDatabase(db, NO_ANCHORS, generateKeyPairSync('ed25519').publicKey, null)
  return findings.flatMap(({ code, what }) => (code === 'anchors-missing' ? [] : [what]))
}
