/**
 * Holds: why a device must stay stopped. A device restarts only when its last hold is released. They change only through here:
 * each change is noted in its transaction, whose end records it.
 */
import { sql } from 'kysely'
import { changing, notesOf } from './audit/transaction-notes'
import type { Db } from './rows/db'
import type { HoldRow, OperationRow } from './rows/schema'
import { inSlices, insertMany, updateEach } from './rows/write-many'

export const insertHolds = (db: Db, rows: readonly HoldRow[]) =>
  changing(db, 'added', new Set(rows.flatMap((row) => row.added_by ?? [])), (tx) => insertMany(tx, 'holds', rows))

/** Whether there is a live hold in the org. */
export const hasLiveHolds = async (db: Db, orgId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('holds')
    .select('device_id')
    .where('org_id', '=', orgId)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Live holds on the devices of a selection, those of one act together. */
export const liveHoldsOfSelection = (db: Db, orgId: string, selectionId: string) =>
  db
    .selectFrom('selection_items')
    .innerJoin('holds', 'holds.device_id', 'selection_items.device_id')
    .select([
      'holds.operation_id',
      'holds.kind',
      'holds.user_id',
      'holds.actor_name',
      'holds.reason',
      (e) => e.fn.min('holds.placed_at').as('placed_at'),
      (e) => e.fn.countAll<number>().as('devices'),
    ])
    .where('selection_items.selection_id', '=', selectionId)
    .where('holds.org_id', '=', orgId)
    .where('holds.released_at', 'is', null)
    .groupBy(['holds.operation_id', 'holds.kind', 'holds.user_id', 'holds.actor_name', 'holds.reason'])
    .orderBy('placed_at')
    .execute()

/** A hold of an operation on each of its items: the store has the devices already. */
export const insertHoldsOfItems = (
  db: Db,
  operation: Pick<OperationRow, 'id' | 'org_id' | 'user_id' | 'actor_name' | 'reason'>,
  kind: HoldRow['kind'],
  now: number,
): Promise<void> =>
  changing(db, 'row', [operation.id], async (tx) => {
    const result = await tx
      .insertInto('holds')
      .columns(['id', 'org_id', 'device_id', 'kind', 'operation_id', 'user_id', 'actor_name', 'reason', 'placed_at'])
      .expression((e) =>
        e
          .selectFrom('operation_items')
          .where('operation_id', '=', operation.id)
          .orderBy('position')
          .select((s) => [
            sql<string>`operation_id || ':' || device_id`.as('id'),
            s.val(operation.org_id).as('org_id'),
            'device_id',
            s.val(kind).as('kind'),
            'operation_id',
            s.val(operation.user_id).as('user_id'),
            s.val(operation.actor_name).as('actor_name'),
            s.val(operation.reason).as('reason'),
            s.val(now).as('placed_at'),
          ]),
      )
      .executeTakeFirst()
    const count = Number(result.numInsertedOrUpdatedRows)
    if (count > 0) notesOf(tx)?.held.set(operation.id, { kind, count, at: now, reason: operation.reason })
  })

/** Live holds on the devices of a selection, one by one. */
export const eachHoldOfSelection = (db: Db, orgId: string, selectionId: string) =>
  db
    .selectFrom('selection_items')
    .innerJoin('holds', 'holds.device_id', 'selection_items.device_id')
    .select(['holds.device_id', 'holds.kind', 'holds.operation_id', 'holds.user_id'])
    .where('selection_items.selection_id', '=', selectionId)
    .where('holds.org_id', '=', orgId)
    .where('holds.released_at', 'is', null)
    .execute()

/** How many devices each of these operations keeps stopped now. */
export async function countHeldBy(db: Db, operationIds: readonly string[]): Promise<Map<string, number>> {
  if (operationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('holds')
    .select(['operation_id', (e) => e.fn.countAll<number>().as('count')])
    .where('operation_id', 'in', operationIds)
    .where('released_at', 'is', null)
    .groupBy('operation_id')
    .execute()
  return new Map(rows.map((row) => [row.operation_id as string, row.count]))
}

/** Live holds of the given devices. */
export async function liveHolds(db: Db, orgId: string, deviceIds: readonly string[]): Promise<HoldRow[]> {
  const found: HoldRow[] = []
  await inSlices(deviceIds, async (slice) => {
    const rows = await db
      .selectFrom('holds')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('device_id', 'in', slice)
      .where('released_at', 'is', null)
      .orderBy('placed_at')
      .execute()
    found.push(...rows)
  })
  return found
}

/** Holds of the given devices that were live at some time from `from` to `to`, epoch ms, those released since included. */
export async function holdsWithin(db: Db, orgId: string, deviceIds: readonly string[], from: number, to: number) {
  const found: HoldRow[] = []
  await inSlices(deviceIds, async (slice) => {
    const rows = await db
      .selectFrom('holds')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('device_id', 'in', slice)
      .where('placed_at', '<=', to)
      .where((e) => e.or([e('released_at', 'is', null), e('released_at', '>=', from)]))
      .orderBy('placed_at', 'desc')
      .limit(1_000)
      .execute()
    found.push(...rows)
  })
  return found
}

/** Of the given devices, those on which an undo gave up a hold at `since` or later, whether or not it restored them. */
export async function givenUpSince(db: Db, orgId: string, deviceIds: readonly string[], since: number) {
  const found = new Set<string>()
  await inSlices(deviceIds, async (slice) => {
    const rows = await db
      .selectFrom('operations')
      .innerJoin('holds', (join) =>
        join.onRef('holds.operation_id', '=', 'operations.undoes').onRef('holds.released_by', '=', 'operations.id'),
      )
      .select('holds.device_id')
      .where('operations.org_id', '=', orgId)
      .where('operations.undoes', 'is not', null)
      .where((e) => e.or([e('finished_at', 'is', null), e('finished_at', '>=', since)]))
      .where('holds.released_at', '>=', since)
      .where('holds.device_id', 'in', slice)
      .execute()
    for (const row of rows) found.add(row.device_id)
  })
  return found
}

/** Of the given devices, those that a resume of ours started at `since` or later. */
export async function resumedSince(db: Db, orgId: string, deviceIds: readonly string[], since: number) {
  const found = new Set<string>()
  await inSlices(deviceIds, async (slice) => {
    const rows = await db
      .selectFrom('operations')
      .innerJoin('operation_items', 'operation_items.operation_id', 'operations.id')
      .select('operation_items.device_id')
      .where('operations.org_id', '=', orgId)
      .where('operations.kind', 'in', ['restore', 'enable'])
      .where((e) => e.or([e('finished_at', 'is', null), e('finished_at', '>=', since)]))
      .where('operation_items.accepted_at', '>=', since)
      .where('operation_items.device_id', 'in', slice)
      .execute()
    for (const row of rows) found.add(row.device_id)
  })
  return found
}

export const liveHoldsOf = (db: Db, operationId: string) =>
  db.selectFrom('holds').selectAll().where('operation_id', '=', operationId).where('released_at', 'is', null).execute()

/** Releases holds by their ids; `releasedBy` is the operation that does it. */
export function releaseHolds(db: Db, holdIds: readonly string[], releasedBy: string, now: number): Promise<void> {
  if (holdIds.length === 0) return Promise.resolve()
  return changing(db, 'released', [releasedBy], (tx) => {
    const update = tx
      .updateTable('holds')
      .set({ released_at: now, released_by: releasedBy })
      .where('released_at', 'is', null)
    return updateEach(tx, { update, column: 'id' }, holdIds)
  })
}

/** A stop that did not reach a device keeps nothing stopped: its hold goes. */
export const releaseHoldsOfMissed = (db: Db, operationId: string, now: number) =>
  changing(db, 'released', [operationId], (tx) =>
    tx
      .updateTable('holds')
      .set({ released_at: now, released_by: operationId })
      .where('operation_id', '=', operationId)
      .where('released_at', 'is', null)
      .where('device_id', 'in', (e) =>
        e
          .selectFrom('operation_items')
          .select('device_id')
          .where('operation_id', '=', operationId)
          .where((i) => i.or([i('outcome', 'in', ['refused', 'failed']), i('code', '=', 'cancelled')]))
          .where('accepted_at', 'is', null),
      )
      .execute(),
  )

/** `revision`: the authority's, when it acknowledged the stop of this device. */
export type WatchedDevice = { deviceId: string; revision?: number }

/** Devices on which an operation still has a hold, and whose stop the authority acknowledged (or found done). */
export const acceptedHolds = async (db: Db, operationId: string): Promise<WatchedDevice[]> => {
  const rows = await db
    .selectFrom('holds')
    .innerJoin('operation_items', (join) =>
      join
        .onRef('operation_items.operation_id', '=', 'holds.operation_id')
        .onRef('operation_items.device_id', '=', 'holds.device_id'),
    )
    .select(['holds.device_id', 'operation_items.accepted_revision'])
    .where('holds.operation_id', '=', operationId)
    .where('holds.released_at', 'is', null)
    .where((e) =>
      e.or([e('operation_items.accepted_at', 'is not', null), e('operation_items.outcome', '=', 'skipped')]),
    )
    .execute()
  return rows.map((row) => ({ deviceId: row.device_id, revision: row.accepted_revision ?? undefined }))
}
