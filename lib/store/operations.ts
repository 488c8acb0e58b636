/** Operations and their items. Both change only through here: each change is noted in its transaction, whose end records it. */
import { sql } from 'kysely'
import type { ItemOutcome, OperationKind, OutcomeCounts } from '@/lib/domain/operation'
import type { StopStatus } from '@/lib/domain/stop'
import type { Db } from './open-store'
import type { OperationItemRow, OperationRow } from './schema'
import { changing, inserting } from './transaction-notes'
import { insertMany, runForEach } from './write-many'

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

export const insertOperation = (db: Db, row: OperationRow) =>
  inserting(db, row.id, (tx) => tx.insertInto('operations').values(row).execute())

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

/** For a stop that went on without the store: what it came to stands in place of what was planned. */
export const replaceItems = (db: Db, operationId: string, rows: readonly OperationItemRow[]): Promise<void> =>
  changing(db, 'items', [operationId], async (tx) => {
    await tx.deleteFrom('operation_items').where('operation_id', '=', operationId).execute()
    await insertItems(tx, rows)
  })

export const findOperation = (db: Db, id: string) =>
  db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst()

/** `onlyWhile`: changes a stop only while it is in one of these states. */
export const updateOperation = (db: Db, id: string, change: Partial<OperationRow>, onlyWhile?: readonly StopStatus[]) =>
  changing(db, 'row', [id], (tx) => {
    const update = tx.updateTable('operations').set(change).where('id', '=', id)
    return (onlyWhile ? update.where('stop_status', 'in', onlyWhile) : update).execute()
  })

/** One statement, without a transaction: it changes no operation that has ended, so the record has nothing to say of it. */
export const markRunning = (db: Db, id: string) =>
  db.updateTable('operations').set({ state: 'running' }).where('id', '=', id).where('state', '<>', 'finished').execute()

/** Operations of an org, newest first, after the cursor: the time and id of the last one shown. */
export function listOperations(
  db: Db,
  orgId: string,
  page: { before?: { at: number; id: string }; kind?: OperationKind; limit: number },
) {
  let query = db.selectFrom('operations').selectAll().where('org_id', '=', orgId)
  const { before } = page
  if (before) {
    // Several may have been asked for in the same millisecond.
    query = query.where((e) =>
      e.or([e('requested_at', '<', before.at), e.and([e('requested_at', '=', before.at), e('id', '<', before.id)])]),
    )
  }
  if (page.kind) query = query.where('kind', '=', page.kind)
  return query.orderBy('requested_at', 'desc').orderBy('id', 'desc').limit(page.limit).execute()
}

/** Everything that was under way when the console last stopped. */
export const listOpenOperations = (db: Db) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('state', 'in', ['queued', 'running', 'cancelling'])
    .orderBy('requested_at')
    .execute()

export const countOpenOperations = async (db: Db, orgId: string): Promise<number> => {
  const row = await db
    .selectFrom('operations')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('state', '!=', 'finished')
    .executeTakeFirstOrThrow()
  return row.count
}

/** Stops of an org that are not over: the reader holds its devices against them. */
export const listLiveStops = (db: Db, orgId: string) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('stop_status', 'in', ['requested', 'accepted', 'unknown', 'queued'])
    .orderBy('requested_at')
    .execute()

export const findUndoOf = (db: Db, operationId: string) =>
  db
    .selectFrom('operations')
    .select(['id', 'state'])
    .where('undoes', '=', operationId)
    .orderBy('requested_at', 'desc')
    .executeTakeFirst()

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

/** Items of which nobody could tell what came of them are looked at again. */
export const reopenUnknownItems = (db: Db, operationId: string, now: number) =>
  changing(db, 'items', [operationId], (tx) =>
    tx
      .updateTable('operation_items')
      .set({ outcome: 'pending', updated_at: now })
      .where('operation_id', '=', operationId)
      .where('outcome', '=', 'unknown')
      .execute(),
  )

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

/** Scheduled operations whose time has come. */
export const listDueOperations = (db: Db, now: number) =>
  db
    .selectFrom('operations')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where('start_at', '<=', now)
    .orderBy('start_at')
    .execute()

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
      sql<string>`json_group_array(device_id)`.as('device_ids'),
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
    else await runForEach(tx, update.where('device_id', '=', '').compile(), picked, (deviceId) => [deviceId])
  })
