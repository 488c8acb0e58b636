/**
 * Fences. Each belongs to the revoke that placed it: its devices are that operation's items, and its row is recorded with that
 * operation's.
 */

import { changing } from './audit/transaction-notes'
import type { Db } from './rows/db'
import type { FenceRow } from './rows/schema'

export const insertFence = (db: Db, row: FenceRow) =>
  changing(db, 'row', [row.operation_id], (tx) => tx.insertInto('fences').values(row).execute())

/** Fences that were not lifted, newest first: one that ended still holds what it revoked. */
export const listFences = (db: Db, orgId: string) =>
  db
    .selectFrom('fences')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('lifted_at', 'is', null)
    .orderBy('placed_at', 'desc')
    .execute()

/** The fences among these operations. */
export async function fencesOf(db: Db, operationIds: readonly string[]): Promise<Map<string, FenceRow>> {
  if (operationIds.length === 0) return new Map()
  const rows = await db.selectFrom('fences').selectAll().where('operation_id', 'in', operationIds).execute()
  return new Map(rows.map((row) => [row.operation_id, row]))
}

/** @returns false when it was ended or lifted already. */
export async function endFence(db: Db, operationId: string, now: number): Promise<boolean> {
  const result = await changing(db, 'row', [operationId], (tx) =>
    tx
      .updateTable('fences')
      .set({ ended_at: now })
      .where('operation_id', '=', operationId)
      .where('ended_at', 'is', null)
      .where('lifted_at', 'is', null)
      .executeTakeFirst(),
  )
  return result.numUpdatedRows > 0n
}

/** A fence that is being lifted revokes no new devices. Does nothing for an operation that is no fence. */
export async function liftFence(db: Db, operationId: string, now: number): Promise<void> {
  const fence = (await fencesOf(db, [operationId])).get(operationId)
  if (!fence || fence.lifted_at !== null) return
  await changing(db, 'row', [operationId], (tx) =>
    tx.updateTable('fences').set({ lifted_at: now }).where('operation_id', '=', operationId).execute(),
  )
}

/** @returns false when the reminder was given already. */
export async function markReminded(db: Db, operationId: string, now: number): Promise<boolean> {
  const result = await changing(db, 'row', [operationId], (tx) =>
    tx
      .updateTable('fences')
      .set({ reminded_at: now })
      .where('operation_id', '=', operationId)
      .where('reminded_at', 'is', null)
      .executeTakeFirst(),
  )
  return result.numUpdatedRows > 0n
}
