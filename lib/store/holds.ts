/** Holds: why a device must stay stopped. A device restarts only when its last hold is released. */
import { inSlices } from './in-slices'
import type { Db } from './open-store'
import type { HoldRow } from './schema'
import { insertMany, runForEach } from './write-many'

export const insertHolds = (db: Db, rows: readonly HoldRow[]) => insertMany(db, 'holds', rows)

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

export const liveHoldsOf = (db: Db, operationId: string) =>
  db.selectFrom('holds').selectAll().where('operation_id', '=', operationId).where('released_at', 'is', null).execute()

/** Releases holds by their ids; `releasedBy` is the operation that does it. */
export function releaseHolds(db: Db, holdIds: readonly string[], releasedBy: string, now: number): Promise<void> {
  const query = db
    .updateTable('holds')
    .set({ released_at: now, released_by: releasedBy })
    .where('released_at', 'is', null)
    .where('id', '=', '')
    .compile()
  return runForEach(db, query, holdIds, (id) => [now, releasedBy, id])
}

/** A stop that did not reach a device keeps nothing stopped: its hold goes. */
export const releaseHoldsOfMissed = (db: Db, operationId: string, now: number) =>
  db
    .updateTable('holds')
    .set({ released_at: now, released_by: operationId })
    .where('operation_id', '=', operationId)
    .where('released_at', 'is', null)
    .where('device_id', 'in', (e) =>
      e
        .selectFrom('operation_items')
        .select('device_id')
        .where('operation_id', '=', operationId)
        .where('outcome', 'in', ['refused', 'failed'])
        .where('accepted_at', 'is', null),
    )
    .execute()

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
