/** Denials that confirmed a stop, as they were seen when it ended over a device. */

import type { Db } from './rows/db'
import type { ConfirmationRow } from './rows/schema'
import { insertMany } from './rows/write-many'

/** The first one kept for a device stays. */
export async function keepConfirmations(db: Db, rows: readonly ConfirmationRow[]): Promise<void> {
  await insertMany(db, 'confirmations', rows, (insert) => insert.onConflict((conflict) => conflict.doNothing()))
}

export const confirmationsKept = (db: Db, operationId: string) =>
  db.selectFrom('confirmations').selectAll().where('operation_id', '=', operationId).execute()
