import { sql } from 'kysely'
import type { ItemOutcome, OutcomeCounts } from '@/lib/domain/operation'
import { changing } from './audit/transaction-notes'
import type { Db } from './rows/db'
import { listOf } from './rows/json-text'
import type { OperationItemRow } from './rows/schema'
import { insertMany, updateEach } from './rows/write-many'

type ItemChange = Pick<OperationItemRow, 'updated_at'> &
  Partial<
    Pick<
      OperationItemRow,
      'outcome' | 'before' | 'accepted_at' | 'accepted_revision' | 'code' | 'message' | 'request_id'
    >
  >

/** Gives the same change to every item that has no outcome yet. */
export const updatePendingItems = (db: Db, operationId: string, change: ItemChange) =>
  changing(db, 'items', [operationId], (tx) =>
    tx
      .updateTable('operation_items')
      .set(change)
      .where('operation_id', '=', operationId)
      .where('outcome', '=', 'pending')
      .execute(),
  )

export const insertItems = (db: Db, rows: readonly OperationItemRow[]) =>
  changing(db, 'items', new Set(rows.map((row) => row.operation_id)), (tx) => insertMany(tx, 'operation_items', rows))

/**
 * The items of an operation on a whole selection, whose devices the store has already: all alike but for their places.
 * @returns how many they are.
 */
export async function insertItemsOfSelection(db: Db, selectionId: string, alike: OperationItemRow): Promise<number> {
  const { position: _, device_id: __, ...same } = alike
  const names = Object.keys(same) as (keyof typeof same)[]
  const result = await changing(db, 'items', [alike.operation_id], (tx) =>
    tx
      .insertInto('operation_items')
      .columns([...names, 'position', 'device_id'])
      .expression((e) =>
        e
          .selectFrom('selection_items')
          .select((s) => names.map((name) => s.val(same[name]).as(name)))
          .select(['position', 'device_id'])
          .where('selection_id', '=', selectionId)
          .orderBy('position'),
      )
      .executeTakeFirst(),
  )
  return Number(result.numInsertedOrUpdatedRows)
}

/** For a stop that went on without the store: its result replaces what was planned. */
export const replaceItems = (db: Db, operationId: string, rows: readonly OperationItemRow[]): Promise<void> =>
  changing(db, 'items', [operationId], async (tx) => {
    await tx.deleteFrom('operation_items').where('operation_id', '=', operationId).execute()
    await insertItems(tx, rows)
  })

export async function countOutcomes(db: Db, operationId: string): Promise<OutcomeCounts> {
  const rows = await db
    .selectFrom('operation_items')
    .select(['outcome', (e) => e.fn.countAll<number>().as('count')])
    .where('operation_id', '=', operationId)
    .groupBy('outcome')
    .execute()
  const counts: OutcomeCounts = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }
  for (const row of rows) counts[row.outcome] = row.count
  return counts
}

/** Items with an unknown outcome are looked at again. */
export const reopenUnknownItems = (db: Db, operationId: string, now: number) =>
  changing(db, 'items', [operationId], (tx) =>
    tx
      .updateTable('operation_items')
      .set({ outcome: 'pending', updated_at: now })
      .where('operation_id', '=', operationId)
      .where('outcome', '=', 'unknown')
      .execute(),
  )

export const hasItems = async (db: Db, operationId: string): Promise<boolean> => {
  const query = db.selectFrom('operation_items').select('position').where('operation_id', '=', operationId)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** Whether the authority may have taken some of it without saying so. */
export const hasUnanswered = async (db: Db, operationId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('operation_items')
    .select('position')
    .where('operation_id', '=', operationId)
    .where('outcome', 'in', ['pending', 'unknown'])
    .where('accepted_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Items that a newer act took out of a stop before the authority took them. */
export const countWithdrawn = async (db: Db, operationId: string): Promise<number> => {
  const row = await db
    .selectFrom('operation_items')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('operation_id', '=', operationId)
    .where('outcome', '=', 'skipped')
    .where('code', 'in', ['withdrawn', 'cancelled'])
    .executeTakeFirstOrThrow()
  return row.count
}

/** Steps of a staged restore. */
export const countSteps = async (db: Db, operationId: string): Promise<number> => {
  const row = await db
    .selectFrom('operation_items')
    .select((e) => e.fn.max('step').as('steps'))
    .where('operation_id', '=', operationId)
    .executeTakeFirst()
  return row?.steps ?? 0
}

/** Items that the authority acknowledged, and its highest revision among them. */
export const acceptedOf = (db: Db, operationId: string): Promise<{ count: number; revision: number | null }> =>
  db
    .selectFrom('operation_items')
    .select((e) => [e.fn.countAll<number>().as('count'), e.fn.max('accepted_revision').as('revision')])
    .where('operation_id', '=', operationId)
    .where('accepted_at', 'is not', null)
    .executeTakeFirstOrThrow()

/** `accepted_at`: of the first of those that are alike in all else. */
export type OpenItem = Pick<OperationItemRow, 'device_id' | 'accepted_at' | 'code' | 'message'>

/** Items without an outcome, with what their end is made of. There may be ten thousand: those alike come as one row. */
export async function listOpenItems(db: Db, operationId: string): Promise<OpenItem[]> {
  const groups = await db
    .selectFrom('operation_items')
    .select((e) => [
      'code',
      'message',
      e.fn.min('accepted_at').as('accepted_at'),
      listOf(db, sql.ref('device_id')).as('device_ids'),
    ])
    .where('operation_id', '=', operationId)
    .where('outcome', '=', 'pending')
    .groupBy((e) => [e('accepted_at', 'is', null), 'code', 'message'])
    .execute()
  return groups.flatMap(({ device_ids, ...alike }) =>
    (JSON.parse(device_ids) as string[]).map((device_id) => ({ device_id, ...alike })),
  )
}

export const listItems = (
  db: Db,
  operationId: string,
  page: { outcomes?: readonly ItemOutcome[]; offset?: number; limit?: number } = {},
) => {
  let query = db.selectFrom('operation_items').selectAll().where('operation_id', '=', operationId)
  if (page.outcomes) query = query.where('outcome', 'in', page.outcomes)
  query = query.orderBy('position')
  if (page.limit !== undefined) query = query.limit(page.limit).offset(page.offset ?? 0)
  return query.execute()
}

/** Devices whose item ended with this code. */
export const idsWithCode = async (db: Db, operationId: string, code: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('operation_items')
    .select('device_id')
    .where('operation_id', '=', operationId)
    .where('code', '=', code)
    .execute()
  return rows.map((row) => row.device_id)
}

/** Items by the ids of their devices, or all from the first position to the last. */
export type PickedItems = readonly string[] | { first: number; last: number }

/** Gives the same change to many items of an operation. */
export const updateItems = (db: Db, operationId: string, picked: PickedItems, change: ItemChange): Promise<void> =>
  changing(db, 'items', [operationId], async (tx) => {
    const update = tx.updateTable('operation_items').set(change).where('operation_id', '=', operationId)
    if ('first' in picked)
      await update.where('position', '>=', picked.first).where('position', '<=', picked.last).execute()
    else await updateEach(tx, { update, column: 'device_id' }, picked)
  })

export type PastItem = { id: string; actor_name: string; requested_at: number; outcome: ItemOutcome }

/**
 * The newest revoke of the device that has begun, however long ago. Items are kept by operation; a revoke places a hold on each of its
 * devices, whatever comes of the call, and holds are found by their device.
 */
export const lastRevokeOf = (db: Db, orgId: string, deviceId: string): Promise<PastItem | undefined> =>
  db
    .selectFrom('holds')
    .innerJoin('operations', 'operations.id', 'holds.operation_id')
    .innerJoin('operation_items', (join) =>
      join
        .onRef('operation_items.operation_id', '=', 'holds.operation_id')
        .onRef('operation_items.device_id', '=', 'holds.device_id'),
    )
    .select(['operations.id', 'operations.actor_name', 'operations.requested_at', 'operation_items.outcome'])
    .where('holds.org_id', '=', orgId)
    .where('holds.device_id', '=', deviceId)
    .where('operations.kind', '=', 'revoke')
    .orderBy('operations.requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** So many removals are looked through, newest first: a removal leaves nothing that is found by its device. */
const REMOVALS_MAX = 500

/** The newest removal of the device that has begun, among the last 500; undefined where there is none. */
export const lastRemovalOf = (db: Db, orgId: string, deviceId: string): Promise<PastItem | undefined> =>
  db
    .selectFrom(
      db
        .selectFrom('operations')
        .select(['id', 'actor_name', 'requested_at'])
        .where('org_id', '=', orgId)
        .where('kind', '=', 'remove')
        .where('state', '<>', 'scheduled')
        .orderBy('requested_at', 'desc')
        .limit(REMOVALS_MAX)
        .as('acts'),
    )
    .innerJoin('operation_items', 'operation_items.operation_id', 'acts.id')
    .select(['acts.id', 'acts.actor_name', 'acts.requested_at', 'operation_items.outcome'])
    .where('operation_items.device_id', '=', deviceId)
    .orderBy('acts.requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()
