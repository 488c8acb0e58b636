/** Denials that confirmed a stop, as they were seen when it ended over a device. */

import type { Db } from './rows/db'
import type { ConfirmationRow } from './rows/schema'
import { runForEach } from './rows/write-many'

/** The first one kept for a device stays. */
export async function keepConfirmations(db: Db, rows: readonly ConfirmationRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const query = db
    .insertInto('confirmations')
    .values({
      operation_id: first.operation_id,
      device_id: first.device_id,
      code: first.code,
      at: first.at,
      revision: first.revision,
      request_id: first.request_id,
      proven: first.proven,
    })
    .onConflict((conflict) => conflict.doNothing())
    .compile()
  await runForEach(db, query, rows, ({ device_id, code, at, revision, request_id, proven }) => [
    device_id,
    code,
    at,
    revision,
    request_id,
    proven,
  ])
}

export const confirmationsKept = (db: Db, operationId: string) =>
  db.selectFrom('confirmations').selectAll().where('operation_id', '=', operationId).execute()
