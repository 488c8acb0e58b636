/**
 * The mark of a copy of a SQLite file: a database that has it and not `completed_at` holds a part of what a console needs, and no
 * console starts on it.
 */
import type { Client } from 'pg'
import { AppError } from '@/lib/domain/errors'

/** `digest`: of all that is to be copied. */
export type StoreCopy = { digest: string; startedAt: number; completedAt: number | null }

export const COPY_TABLE = 'store_copy'

/** Its only row. */
export async function readStoreCopy(client: Client): Promise<StoreCopy | null> {
  const { rows } = await client.query<StoreCopy>(
    `select digest, started_at as "startedAt", completed_at as "completedAt" from ${COPY_TABLE}`,
  )
  return rows[0] ?? null
}

/** @throws AppError `internal` where a copy is not complete. */
export async function refuseHalfCopy(client: Client, what: string): Promise<void> {
  const copy = await readStoreCopy(client)
  if (copy?.completedAt) return
  throw new AppError(
    'internal',
    `The console's database ${what} holds a part of a copy that was not completed. Nothing was changed. Run npm run admin -- migrate-store again, which goes on with it, or name another database in DATABASE_URL.`,
  )
}
