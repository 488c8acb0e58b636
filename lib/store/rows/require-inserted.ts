import type { InsertResult } from 'kysely'
import { AppError } from '@/lib/domain/errors'

/**
 * After an insert that does nothing if its id is taken. The caller's org has no row of this id, so that it belongs to another org,
 * of which the answer says nothing. @throws AppError `conflict`.
 */
export function requireInserted({ numInsertedOrUpdatedRows }: InsertResult, what: string): void {
  if (!numInsertedOrUpdatedRows)
    throw new AppError('conflict', `There is another ${what} with this id. Nothing was saved.`)
}
